/// What a backup is called, and its folder with it: 1 to 64 letters, digits, full stops, hyphens
/// and underscores, the first no full stop, so that no name leads out of the folder of backups.
package struct BackupName: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The name.
    package let text: String

    /// How long a name may be.
    package static let bytesMax = 64

    /// The name with this text; nil when it is none.
    package init?(_ text: String) {
        let bytes = text.utf8
        guard (1...Self.bytesMax).contains(bytes.count), bytes.first != UInt8(ascii: "."),
            bytes.allSatisfy(Self.isAllowed)
        else { return nil }
        self.text = text
    }

    package var description: String { text }

    package static func < (left: Self, right: Self) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
