import LeadlineDomain
package import LeadlineWire

/// Every command the server knows, found by the request's first word or two.
package struct CommandTable: Sendable {
    /// All of them, chapter by chapter; positions are what `find` answers.
    package let commands: [Command]
    /// Open addressing over folded names; `empty` or an index into `commands`.
    private let buckets: [Int16]
    private let mask: Int
    /// Words that need a subcommand, folded, with their index into `containerNames`.
    package let containerNames: [String]
    private let containers: [FoldedName]
    private static let empty: Int16 = -1

    /// Builds the look-up; two commands of one name are a mistake of the declaration.
    package init(_ families: [[Command]]) {
        let all = families.flatMap { $0 }
        var capacity = 16
        while capacity < all.count * 4 { capacity *= 2 }
        var buckets = [Int16](repeating: Self.empty, count: capacity)
        for (index, command) in all.enumerated() {
            var bucket = FoldedName(command.name).hash & (capacity - 1)
            while buckets[bucket] != Self.empty { bucket = (bucket + 1) & (capacity - 1) }
            buckets[bucket] = Int16(index)
        }
        commands = all
        self.buckets = buckets
        mask = capacity - 1
        var names: [String] = []
        for command in all where command.wordCount == 2 {
            let first = String(command.name.prefix { $0 != " " })
            if !names.contains(first) { names.append(first) }
        }
        containerNames = names
        containers = names.map { FoldedName($0) }
    }

    /// The index of the command that the frame names, or why there is none.
    package func find(_ frame: Frame) throws(Rejection) -> Int {
        let first = frame[0]
        if frame.count > 1, let found = index(FoldedName(first, frame[1]), first, frame[1]) {
            return found
        }
        if let found = index(FoldedName(first), first, nil) { return found }
        throw unknown(frame)
    }

    /// The command with this name, in any case, or nil.
    package func command(named name: Bytes) -> Command? {
        // "CLIENT SETNAME" and Redis's "client|setname" both name a subcommand.
        let parts = name.split(maxSplits: 1) { $0 == 0x20 || $0 == 0x7c }
        guard let first = parts.first else { return nil }
        let second = parts.count > 1 ? parts[1] : nil
        let folded = second.map { FoldedName(first, $0) } ?? FoldedName(first)
        return index(folded, first, second).map { commands[$0] }
    }

    /// The subcommands of a container such as `CLIENT`; empty for any other word.
    package func subcommands(of container: String) -> [Command] {
        commands.filter { $0.wordCount == 2 && $0.name.hasPrefix(container + " ") }
    }

    private func index(_ name: FoldedName, _ first: Bytes, _ second: Bytes?) -> Int? {
        var bucket = name.hash & mask
        while buckets[bucket] != Self.empty {
            let candidate = Int(buckets[bucket])
            if FoldedName.spells(commands[candidate].name, first, second) { return candidate }
            bucket = (bucket + 1) & mask
        }
        return nil
    }

    private func unknown(_ frame: Frame) -> Rejection {
        if let foreign = ForeignCommand.rejection(frame) { return foreign }
        let first = FoldedName(frame[0])
        if let container = containers.firstIndex(of: first) {
            let name = containerNames[container]
            guard frame.count > 1 else {
                return .syntax(
                    "wrong number of arguments for '\(name.lowercased())' command")
            }
            return .syntax("unknown subcommand \(frame[1].quoted). Try \(name) HELP.")
        }
        var message = "unknown command \(frame[0].quoted), with args beginning with: "
        for index in 1..<max(1, frame.count) {
            guard message.utf8.count < 256 else { break }
            message += "\(frame[index].quoted) "
        }
        return .syntax(message)
    }
}

/// A command's name folded to upper case and hashed, without making a string of it.
struct FoldedName: Equatable {
    private let value: UInt64

    init(_ first: Bytes, _ second: Bytes? = nil) {
        var value: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in first { value = Self.step(value, byte) }
        if let second {
            value = Self.step(value, 0x20)
            for byte in second { value = Self.step(value, byte) }
        }
        self.value = value
    }

    init(_ name: String) { self.init(Bytes(name.utf8)) }

    var hash: Int { Int(truncatingIfNeeded: value ^ (value >> 29)) & Int.max }

    private static func step(_ value: UInt64, _ byte: UInt8) -> UInt64 {
        (value ^ UInt64(upper(byte))) &* 0x0000_0100_0000_01b3
    }

    /// Whether `first` and `second`, in any case and parted by a blank, spell `name`.
    static func spells(_ name: String, _ first: Bytes, _ second: Bytes?) -> Bool {
        var rest = name.utf8.makeIterator()
        for byte in first where rest.next() != upper(byte) { return false }
        if let second {
            guard rest.next() == 0x20 else { return false }
            for byte in second where rest.next() != upper(byte) { return false }
        }
        return rest.next() == nil
    }

    private static func upper(_ byte: UInt8) -> UInt8 {
        byte >= 0x61 && byte <= 0x7a ? byte & 0xdf : byte
    }
}
