import LeadlineDomain
import LeadlineStore

// The store's own ways to declare an index and a roll, compiled once more in this module: only so
// are they made for each type of key, instead of asking at run time what a key's part can do. A
// lead stands under some twenty keys.

extension Table {
    /// Has the table maintain an index, which is the only way to make one.
    mutating func index<Prefix: KeyPart, Order: KeyPart>(
        tag: UInt8, _ entries: @escaping @Sendable (Record, (Prefix, Order) -> Void) -> Void
    ) -> Index<Record, Prefix, Order> {
        maintain(tag, Record.ID.isNumber ? .neighbours : .index) { record, keys in
            entries(record) { prefix, order in
                keys.begin(tag)
                prefix.append(to: &keys.bytes)
                order.append(to: &keys.bytes)
                keys.endEntry()
            }
        }
        return Index(tag: tag)
    }

    /// Has the table count its records and add up two amounts of each, per key and slot.
    mutating func series<Key: KeyPart>(
        tag: UInt8,
        _ points: @escaping @Sendable (Record, (Key, SeriesPoint) -> Void) -> Void
    ) -> Series<Record, Key> {
        maintain(tag, .series) { record, list in
            points(record) { part, point in
                list.begin(tag)
                part.append(to: &list.bytes)
                point.append(to: &list.bytes)
                list.end()
            }
        }
        return Series(tag: tag)
    }

    /// Has the table maintain what its records wait for, by time: an index that `Deadlines` fires
    /// from.
    ///
    /// A record stands in it while `due` answers a time, and has to be written so that it does not
    /// when it was fired.
    mutating func deadlines(
        tag: UInt8, _ due: @escaping @Sendable (Record) -> Timestamp?
    ) -> Index<Record, Nothing, Int64> {
        precondition(Record.ID.isNumber, "\(name): what waits is named by a number")
        maintain(tag, .deadlines) { record, keys in
            guard let due = due(record) else { return }
            keys.begin(tag)
            due.milliseconds.append(to: &keys.bytes)
            keys.endEntry()
        }
        return Index(tag: tag)
    }

    /// Has the table list the ids of its records per key, and count them; ids are numbers.
    mutating func roll<Key: FixedKeyPart>(
        tag: UInt8, _ keys: @escaping @Sendable (Record, (Key) -> Void) -> Void
    ) -> Roll<Record, Key> {
        precondition(Record.ID.isNumber, "\(name): a roll lists numbers")
        maintain(tag, .roll(keyCount: 1 + Key.byteCount)) { record, list in
            keys(record) { part in
                list.begin(tag)
                part.append(to: &list.bytes)
                list.endEntry()
            }
        }
        return Roll(tag: tag)
    }
}
