internal import NIOCore

/// The text of an error as it goes out.
enum EscapedMessage {
    /// The message on one line, cut between characters to `WireLimits.messageBytesMax` bytes.
    ///
    /// A message that has been through here once stays as it is.
    static func bytes(of message: Bytes) -> [UInt8] {
        // Every byte of input makes at least one of output, so more need not be looked at.
        let looked = message.prefix(WireLimits.messageBytesMax + 1)
        var buffer = ByteBuffer()
        looked.withUnsafeBytes { buffer.writeOneLine($0) }
        let whole = Array(buffer.readableBytesView)
        guard whole.count > WireLimits.messageBytesMax else { return whole }
        return Array(whole[..<cut(whole)])
    }

    /// The last place within the limit that splits neither a character nor an escape.
    private static func cut(_ text: [UInt8]) -> Int {
        var end = WireLimits.messageBytesMax
        while end > 0, text[end] & 0xC0 == 0x80 { end -= 1 }
        // An escape is at most four bytes long, so its backslash is one of the three before `end`.
        for start in max(0, end - 3)..<end where text[start] == UInt8(ascii: "\\") {
            let byteCount = text[start + 1] == UInt8(ascii: "x") ? 4 : 2
            if start + byteCount > end { return start }
        }
        return end
    }
}
