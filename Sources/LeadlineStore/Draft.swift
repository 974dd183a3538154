/// What `Changes` works with, its memory reused from put to put.
///
/// Confined to the writer thread.
final class Draft {
    /// Where mutations go.
    let overlay: Overlay
    /// Encodes one record after the other.
    var writer = RecordWriter()
    /// The bytes of the id of the record being written.
    private(set) var id: [UInt8] = []
    private var value: [UInt8] = []
    private var comparison = KeyComparison()
    /// Changes index rows.
    var rows = IndexRows()

    /// Writes to `overlay`.
    init(_ overlay: Overlay) {
        self.overlay = overlay
    }

    /// Puts a value that is written as a key part is; a number takes eight bytes, big-endian.
    func set(_ key: ArraySlice<UInt8>, _ part: some KeyPart) {
        value.removeAll(keepingCapacity: true)
        part.append(to: &value)
        overlay.set(key, value[...])
    }

    /// Writes the row of a roll.
    func set(_ key: ArraySlice<UInt8>, _ row: RollRow) {
        value.removeAll(keepingCapacity: true)
        row.append(to: &value)
        overlay.set(key, value[...])
    }

    /// Writes the row of a roll with one id.
    func setRoll(_ key: ArraySlice<UInt8>, one id: UInt64) {
        value.removeAll(keepingCapacity: true)
        RollRow.append(one: id, to: &value)
        overlay.set(key, value[...])
    }

    /// Begins the record of that id.
    func beginRecord(_ id: some KeyPart) {
        self.id.removeAll(keepingCapacity: true)
        id.append(to: &self.id)
    }

    /// The id of the record that was begun, where ids are numbers.
    var number: UInt64 { Neighbours.block(of: id[...]) }

    /// Lends what a record's keys are compared with, until `keep`.
    func lendComparison() -> KeyComparison {
        defer { comparison = KeyComparison() }
        return comparison
    }

    /// Takes back what `lendComparison` lent, for its memory.
    func keep(_ comparison: consuming KeyComparison) {
        self.comparison = comparison
    }
}
