import LeadlineDomain

/// A pattern for names: `*` stands for any run of bytes, `?` for one.
struct NamePattern {
    private let pattern: [UInt8]

    init(_ pattern: Text) { self.pattern = Array(pattern.bytes) }

    /// Whether the whole name fits; the time is bounded by the product of the lengths.
    func matches(_ name: String) -> Bool {
        let name = Array(name.utf8)
        var position = 0
        var place = 0
        // Where to go on when a run that `*` stands for turns out too short.
        var retry: (position: Int, place: Int)?
        while position < name.count {
            if place < pattern.count, pattern[place] == UInt8(ascii: "*") {
                place += 1
                retry = (position, place)
            } else if place < pattern.count, fits(pattern[place], name[position]) {
                position += 1
                place += 1
            } else if let last = retry {
                position = last.position + 1
                place = last.place
                retry = (position, place)
            } else {
                return false
            }
        }
        return pattern[place...].allSatisfy { $0 == UInt8(ascii: "*") }
    }

    private func fits(_ wanted: UInt8, _ byte: UInt8) -> Bool {
        wanted == byte || wanted == UInt8(ascii: "?")
    }
}
