import LeadlineDomain
package import LeadlineWire

/// One framed request while a command takes its arguments from it.
///
/// Reused between requests, so that matching keywords allocates nothing in steady state. `match`
/// assigns every argument to a slot of the command's declaration; the parameters then take their
/// slots in the order in which they are declared.
package struct Request: Sendable {
    /// The arguments as they were framed.
    package var frame = Frame()
    // Both arrays only grow, and are valid as far as the present command and frame reach.
    /// Per slot: the first argument that fills it, or `absent`.
    private var first: [Int32] = []
    /// Per argument: the next one of the same slot, or `absent`.
    private var next: [Int32] = []
    private var cursor = 0
    /// Digests what is taken, so that two requests can be compared after parsing.
    var fingerprint = ArgumentFingerprint()
    /// What `$1` and its like name; nil outside a block.
    var blockIDs: BlockIDs?
    private static let absent: Int32 = -1

    package init() {}

    /// Changes places with another one; nothing is copied.
    package mutating func exchange(with other: inout Request) { swap(&self, &other) }

    /// Whether any argument fills the slot that is taken next.
    var isNextSlotFilled: Bool { first[cursor] != Self.absent }

    /// Whether the keyword of a matched command was given.
    func fills(_ keyword: String, of command: Command) -> Bool {
        command.keywords.contains {
            command.slots[$0].name == keyword && first[$0] != Self.absent
        }
    }

    /// The argument that fills the next slot, or nil.
    mutating func takeSlot() -> Bytes? {
        defer { cursor += 1 }
        let index = first[cursor]
        fingerprint.slot(cursor, isFilled: index != Self.absent)
        return index == Self.absent ? nil : frame[Int(index)]
    }

    /// Passes over the next slot, which nothing fills.
    mutating func skipSlot() {
        fingerprint.slot(cursor, isFilled: false)
        cursor += 1
    }

    /// Whether the next slot, a flag's, is filled.
    mutating func takeFlag() -> Bool {
        defer { cursor += 1 }
        let isSet = first[cursor] != Self.absent
        fingerprint.slot(cursor, isFilled: isSet)
        return isSet
    }

    /// Calls `body` with the frame index of each argument that fills the next, repeatable slot.
    mutating func takeEach(
        _ body: (inout Request, Int) throws(Rejection) -> Void
    ) throws(Rejection) {
        defer { cursor += 1 }
        var index = first[cursor]
        fingerprint.slot(cursor, isFilled: index != Self.absent)
        while index != Self.absent {
            try body(&self, Int(index))
            index = next[Int(index)]
        }
    }

    /// Assigns the frame's arguments to `command`'s slots; refuses what does not fit.
    package mutating func match(_ command: Command) throws(Rejection) {
        Self.clear(&first, command.rules.count)
        Self.clear(&next, frame.count)
        cursor = 0
        var index = try matchPositionals(command)
        while index < frame.count {
            index = try matchKeyword(command, at: index)
        }
        for slot in command.requiredKeywords where first[slot] == Self.absent {
            throw .syntax(
                "keyword \(command.slots[slot].name) is required for \(command.name)")
        }
        let hasKey = command.keySlot.map { first[$0] != Self.absent } ?? false
        fingerprint.reset(command.name, isKept: hasKey)
    }

    /// Makes the first `count` entries absent.
    private static func clear(_ entries: inout [Int32], _ count: Int) {
        if entries.count < count {
            entries.append(contentsOf: repeatElement(absent, count: count - entries.count))
        }
        entries.withUnsafeMutableBufferPointer { $0[..<count].update(repeating: absent) }
    }

    private mutating func matchPositionals(_ command: Command) throws(Rejection) -> Int {
        var index = command.wordCount
        for slot in command.positionals {
            let declared = command.rules[slot]
            guard index < frame.count else {
                guard !declared.isRequired else { throw command.arityRejection }
                continue
            }
            guard declared.isRequired || command.takesPositional(slot, frame, at: index) else {
                continue
            }
            repeat {
                assign(index, to: slot)
                index += 1
            } while declared.isRepeatable && index < frame.count
                && command.keywordSlot(frame[index]) == nil
        }
        return index
    }

    private mutating func matchKeyword(
        _ command: Command, at index: Int
    ) throws(Rejection) -> Int {
        guard let slot = command.keywordSlot(frame[index]) else {
            throw stray(command, at: index)
        }
        let declared = command.rules[slot]
        guard first[slot] == Self.absent || declared.isRepeatable else {
            throw .syntax("keyword \(command.slots[slot].name) given twice")
        }
        guard index + declared.valueCount < frame.count else {
            throw .syntax(
                declared.valueCount == 2
                    ? "keyword \(command.slots[slot].name) needs a name and a value"
                    : "keyword \(command.slots[slot].name) needs a value")
        }
        assign(declared.valueCount == 0 ? index : index + 1, to: slot)
        return index + 1 + declared.valueCount
    }

    private mutating func assign(_ argument: Int, to slot: Int) {
        guard first[slot] != Self.absent else {
            first[slot] = Int32(argument)
            return
        }
        var last = Int(first[slot])
        while next[last] != Self.absent { last = Int(next[last]) }
        next[last] = Int32(argument)
    }

    /// Says what is wrong with a word that is neither a positional nor a keyword.
    private func stray(_ command: Command, at index: Int) -> Rejection {
        let word = frame[index].quoted
        guard !command.keywords.isEmpty else { return command.arityRejection }
        // A token that stands in the wrong place is not said again.
        guard !command.takesSecrets else { return .syntax("syntax error in \(command.name)") }
        if let near = command.nearestKeyword(to: frame[index]) {
            let unknown = "unknown keyword \(word) for \(command.name); did you mean \(near)"
            return .syntax(unknown + textHint(command, at: index))
        }
        let joined = "\"\(words(command, from: index - 1))\""
        let hint = "unexpected \(word) for \(command.name); text with blanks is quoted: "
        if let keyword = keywordBefore(command, index) {
            return .syntax("\(hint)\(keyword) \(joined)")
        }
        guard isTextPositional(command, index - 1) else {
            return .syntax("unexpected \(word) for \(command.name)")
        }
        return .syntax(hint + joined)
    }

    /// What a word that looks like a keyword may be all the same: keywords are mostly typed in
    /// capitals, so one that is not, behind free text, may belong to that.
    private func textHint(_ command: Command, at index: Int) -> String {
        let word = Text(frame[index])
        guard word != word.asciiUppercased, isTextPositional(command, index - 1) else { return "" }
        return "; text with blanks is quoted: \"\(words(command, from: index - 1))\""
    }

    /// The words from `start` on, up to the next keyword: what was probably meant as one text.
    private func words(_ command: Command, from start: Int) -> String {
        let end = ((start + 1)..<frame.count).first { command.keywordSlot(frame[$0]) != nil }
        let words = (start..<(end ?? frame.count)).prefix(Self.hintWordsMax)
        return words.map { "\(Text(frame[$0]))" }.joined(separator: " ")
    }

    /// Words of a hint; the message is cut anyway.
    private static let hintWordsMax = 32

    /// Whether the argument at `index` fills a positional that is free text.
    private func isTextPositional(_ command: Command, _ index: Int) -> Bool {
        command.positionals.contains { slot in
            first[slot] == Int32(index) && command.slots[slot].type == Text.typeName
        }
    }

    /// The keyword whose value stands right before `index`.
    private func keywordBefore(_ command: Command, _ index: Int) -> String? {
        guard index >= command.wordCount + 2 else { return nil }
        for slot in command.keywords {
            var argument = first[slot]
            while argument != Self.absent {
                let declared = command.slots[slot]
                if Int(argument) + declared.valueCount == index, declared.valueCount > 0 {
                    return declared.name
                }
                argument = next[Int(argument)]
            }
        }
        return nil
    }
}
