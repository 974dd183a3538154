import LeadlineDomain
package import LeadlineWire

/// One request as MONITOR shows it: when it came, from where, and what it was.
package struct MonitorLine: Sendable {
    /// Seconds since 1970 with six decimals.
    let time: [UInt8]
    /// Address and port of who sent it.
    let address: [UInt8]
    /// Every argument between double quotes, parted by blanks; what is secret or personal is
    /// `(redacted)`.
    let command: [UInt8]

    /// What may be shown of a framed request; nil for MONITOR itself and for no command.
    package init?(_ request: borrowing Request, _ session: Session, _ engine: Engine) {
        guard let place = try? engine.table.find(request.frame) else { return nil }
        let command = engine.table.commands[place]
        guard command.name != "MONITOR" else { return nil }
        let (seconds, milliseconds) = engine.clock.now.milliseconds.quotientAndRemainder(
            dividingBy: 1000)
        let digits = String(1_000_000 + milliseconds * 1000).dropFirst()
        time = Array("\(seconds).\(digits)".utf8)
        address = Array(session.remoteAddress.utf8)
        let frame = request.frame
        let hidden = command.sensitiveArguments(frame)
        var line: [UInt8] = []
        for index in 0..<min(frame.count, EngineLimits.monitorArgumentsMax) {
            if index > 0 { line.append(UInt8(ascii: " ")) }
            line.append(shown: hidden[index] ? Bytes("(redacted)".utf8) : frame[index])
        }
        let omitted = frame.count - EngineLimits.monitorArgumentsMax
        if omitted > 0 { line.append(contentsOf: " \"... (\(omitted) more arguments)\"".utf8) }
        self.command = line
    }

    /// Roughly how much memory the line takes.
    package var byteCount: Int { time.count + address.count + command.count }

    /// Writes the line as a monitoring connection gets it.
    package func write(to reply: inout ReplyWriter) {
        switch reply.format {
        case .resp2, .resp3:
            let text = time + Array(" [0 ".utf8) + address + Array("] ".utf8) + command
            reply.status(bytes: text[...])
        case .text, .json, .canonical:
            reply.push("monitor", [time[...], address[...], command[...]])
        }
    }
}

extension [UInt8] {
    /// Appends an argument between double quotes, as Redis shows it: printable ASCII as it is,
    /// everything else escaped (`protocol.md` 1); of a long one the beginning.
    fileprivate mutating func append(shown argument: Bytes) {
        append(UInt8(ascii: "\""))
        for byte in argument.prefix(EngineLimits.monitorArgumentBytesMax) { append(escaped: byte) }
        let hidden = argument.count - EngineLimits.monitorArgumentBytesMax
        if hidden > 0 { append(contentsOf: "... (\(hidden) more bytes)".utf8) }
        append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\\"), UInt8(ascii: "\""): append(contentsOf: [UInt8(ascii: "\\"), byte])
        case UInt8(ascii: "\n"): append(contentsOf: "\\n".utf8)
        case UInt8(ascii: "\r"): append(contentsOf: "\\r".utf8)
        case UInt8(ascii: "\t"): append(contentsOf: "\\t".utf8)
        case 0x07: append(contentsOf: "\\a".utf8)
        case 0x08: append(contentsOf: "\\b".utf8)
        case 0x20...0x7e: append(byte)
        default:
            let digits = Array("0123456789abcdef".utf8)
            append(contentsOf: "\\x".utf8)
            append(digits[Int(byte >> 4)])
            append(digits[Int(byte & 15)])
        }
    }
}
