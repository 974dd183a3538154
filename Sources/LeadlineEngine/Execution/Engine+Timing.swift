import LeadlineDomain
import LeadlineWire

extension Engine {
    /// Counts a command that has run, and keeps it when it took long.
    func finish(
        _ index: Int, _ stopwatch: Stopwatch, _ request: borrowing Request, _ caller: Caller
    ) {
        let nanoseconds = stopwatch.elapsedNanoseconds
        statistics.command(index).spent(nanoseconds)
        if nanoseconds >= tuning.noticedNanoseconds {
            notice(index, nanoseconds, request.frame, caller)
        }
    }

    /// Keeps a command that took long where its time is asked for.
    private func notice(_ index: Int, _ nanoseconds: Int, _ frame: Frame, _ caller: Caller) {
        let values = tuning.values
        let microseconds = nanoseconds / 1000
        if values.slowMicroseconds >= 0, microseconds >= values.slowMicroseconds {
            slowLog.add(
                at: clock.now, microseconds: microseconds,
                table.commands[index].slowLogArguments(frame), caller,
                entriesMax: values.slowEntriesMax)
        }
        noteDelay(.command, milliseconds: microseconds / 1000)
    }

    /// Keeps a delay that is longer than LATENCY asks for.
    package func noteDelay(_ event: LatencyLog.Event, milliseconds: Int) {
        let threshold = tuning.latencyMilliseconds
        guard threshold > 0, milliseconds >= threshold else { return }
        latencyLog.note(
            event, second: clock.now.milliseconds / 1000, milliseconds: milliseconds)
    }
}

extension Command {
    /// The request's arguments as SLOWLOG keeps them: at most 32 of at most 128 bytes, as Redis
    /// cuts them, and nothing that is secret or personal.
    func slowLogArguments(_ frame: Frame) -> [[UInt8]] {
        let hidden = sensitiveArguments(frame)
        let isCut = frame.count > EngineLimits.slowLogArgumentsMax
        let whole = isCut ? EngineLimits.slowLogArgumentsMax - 1 : frame.count
        var shown = (0..<whole).map { index in
            hidden[index] ? Array("(redacted)".utf8) : Self.cut(frame[index])
        }
        if isCut { shown.append(Array("... (\(frame.count - whole) more arguments)".utf8)) }
        return shown
    }

    private static func cut(_ argument: Bytes) -> [UInt8] {
        let limit = EngineLimits.slowLogArgumentBytesMax
        guard argument.count > limit else { return Array(argument) }
        return Array(argument.prefix(limit))
            + Array("... (\(argument.count - limit) more bytes)".utf8)
    }

    /// Which of a request's arguments are secret or personal; a word in a wrong place may be part
    /// of such a one.
    func sensitiveArguments(_ frame: Frame) -> [Bool] {
        var hidden = [Bool](repeating: false, count: frame.count)
        var index = wordCount
        for slot in positionals {
            while index < frame.count, slots[slot].isRequired || keywordSlot(frame[index]) == nil {
                hidden[index] = slots[slot].isSensitive
                index += 1
                guard slots[slot].isRepeatable else { break }
            }
        }
        while index < frame.count {
            guard let slot = keywordSlot(frame[index]) else {
                hidden[index] = true
                index += 1
                continue
            }
            let end = min(frame.count, index + 1 + slots[slot].valueCount)
            if slots[slot].isSensitive { for value in (index + 1)..<end { hidden[value] = true } }
            index = end
        }
        // A card number is refused wherever it is typed, but it came this far; an address may be
        // typed where an id belongs.
        for index in hidden.indices
        where CardNumber.appears(in: frame[index]) || Self.looksLikeAddress(frame[index]) {
            hidden[index] = true
        }
        return hidden
    }

    /// Whether there is an at sign inside; `@lead` is a family of commands.
    private static func looksLikeAddress(_ argument: Bytes) -> Bool {
        argument.dropFirst().contains(UInt8(ascii: "@"))
    }
}
