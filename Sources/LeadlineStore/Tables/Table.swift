/// Where records of one type live.
///
/// Tags are on disk: never reuse one, never renumber. A table is declared once, with everything it
/// maintains, and not copied: an index that exists is an index that every `put` keeps in step.
package struct Table<Record: StoredRecord>: ~Copyable, Sendable {
    /// The first byte of every key of a record.
    package let tag: UInt8
    /// What faults and checks call the table.
    package let name: StaticString
    /// Which sequence its ids are dealt from; nil where they are given.
    package let sequence: UInt8?
    /// What follows the records, in the order of declaration.
    private(set) var maintained: [Maintained<Record>] = []
    /// What is stored under the keys of each of those.
    private(set) var kinds: [MaintainedKind] = []
    // One closure around the other: walking an array of them would count references at each.
    private var collectAll: @Sendable (Record, inout KeyList) -> Void = { _, _ in }

    /// Adds the keys that a record stands under to a list, for each thing maintained a group.
    func collect(_ record: Record, _ keys: inout KeyList) {
        keys.beginRecord(record.id)
        collectAll(record, &keys)
    }

    /// Tags below this one belong to the store itself.
    package static var tagMin: UInt8 { StoreTag.firstTable }

    /// Declares a table; `tag` lies between `tagMin` and 0xFE.
    ///
    /// - Parameters:
    ///   - tag: The first byte of the key of each record.
    ///   - name: What faults and checks call the table.
    ///   - sequence: Which sequence its ids are dealt from; they are numbers then.
    package init(tag: UInt8, name: StaticString, sequence: UInt8? = nil) {
        precondition(Self.allows(tag), "\(name): tag \(tag) is reserved")
        precondition(sequence == nil || Record.ID.isNumber, "\(name): its ids are no numbers")
        self.tag = tag
        self.name = name
        self.sequence = sequence
    }

    /// The table's own tag and those of all it maintains, for a check that a schema uses none
    /// twice.
    package var tags: [UInt8] { [tag] + maintained.map(\.tag) }

    /// Has the table maintain an index, which is the only way to make one.
    ///
    /// `entries` is called with a record and emits any number of (prefix, order) pairs; emitting
    /// one twice is emitting it once. On disk: tag, prefix, order, id, and no value; where ids are
    /// numbers, tag, prefix, order, the first id of a block of 64, and which of them (see
    /// `Neighbours`).
    package mutating func index<Prefix: KeyPart, Order: KeyPart>(
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

    /// Has the table maintain a unique index: at most one record per key, which names its holder.
    ///
    /// A command asks `View.holder` first; a record put with a key that another holds is a fault.
    /// On disk: tag, key, and the holder's id as the value.
    package mutating func unique<Key: KeyPart>(
        tag: UInt8, _ keys: @escaping @Sendable (Record, (Key) -> Void) -> Void
    ) -> UniqueIndex<Record, Key> {
        maintainKeys(tag, .unique, keys)
        return UniqueIndex(tag: tag)
    }

    /// Has the table count its records per key, in the same commit.
    ///
    /// A record counts once for each distinct key it emits. On disk: tag, key, and the count; a
    /// count of zero is no row.
    package mutating func tally<Key: KeyPart>(
        tag: UInt8, _ keys: @escaping @Sendable (Record, (Key) -> Void) -> Void
    ) -> Tally<Record, Key> {
        maintainKeys(tag, .tally, keys)
        return Tally(tag: tag)
    }

    /// Has the table list the ids of its records per key, and count them; ids are numbers.
    ///
    /// For keys that few records share: one read tells how many they are and which. On disk: tag,
    /// key, and a `RollRow`.
    package mutating func roll<Key: FixedKeyPart>(
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

    /// Has the table count its records and add up two amounts of each, per key and slot, in the
    /// same commit.
    ///
    /// A record counts once for each distinct key and point it emits. On disk: tag, key, and a
    /// `SeriesRow`: one row holds all slots of a key.
    package mutating func series<Key: KeyPart>(
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

    private mutating func maintainKeys<Key: KeyPart>(
        _ tag: UInt8, _ kind: MaintainedKind,
        _ keys: @escaping @Sendable (Record, (Key) -> Void) -> Void
    ) {
        maintain(tag, kind) { record, list in
            keys(record) { part in
                list.begin(tag)
                part.append(to: &list.bytes)
                list.end()
            }
        }
    }

    /// Has the table maintain what `collect` adds the whole keys of to a list.
    package mutating func maintain(
        _ tag: UInt8, _ kind: MaintainedKind,
        _ collect: @escaping @Sendable (Record, inout KeyList) -> Void
    ) {
        precondition(Self.allows(tag), "\(name): tag \(tag) is reserved")
        precondition(!tags.contains(tag), "\(name): tag \(tag) is used twice")
        maintained.append(Maintained(tag: tag, kind: kind, collect: collect))
        kinds.append(kind)
        let before = collectAll
        collectAll = { record, keys in
            before(record, &keys)
            keys.beginGroup()
            collect(record, &keys)
        }
    }

    private static func allows(_ tag: UInt8) -> Bool {
        tag >= tagMin && tag < .max
    }
}

/// What is stored under a key that a table maintains.
package enum MaintainedKind: Equatable, Sendable {
    case index
    /// As `index`, 64 entries in one row; what is collected is the entries.
    case neighbours
    /// As `neighbours`, and the earliest order that is entered is told; see
    /// `Group.takeEarliestDeadline`.
    case deadlines
    /// Ids in the row of their key, whose length is given; what is collected is the keys with an id
    /// behind each.
    case roll(keyCount: Int)
    case unique
    case tally
    /// Counts and sums by slot in the row of their key; what is collected is the keys with a point
    /// behind each.
    case series
}

/// One thing a table keeps in step with its records.
struct Maintained<Record: StoredRecord>: Sendable {
    /// The first byte of every key.
    let tag: UInt8
    /// What is stored under a key.
    let kind: MaintainedKind
    /// Adds the whole keys that a record stands under.
    let collect: @Sendable (Record, inout KeyList) -> Void
}

/// Finds the ids of records by a prefix, in an order.
package struct Index<Record: StoredRecord, Prefix: KeyPart, Order: KeyPart>: Sendable {
    let tag: UInt8

    /// What a table maintains under a tag.
    package init(tag: UInt8) {
        self.tag = tag
    }
}

/// Finds the one record that holds a key.
package struct UniqueIndex<Record: StoredRecord, Key: KeyPart>: Sendable {
    let tag: UInt8

    /// What a table maintains under a tag.
    package init(tag: UInt8) {
        self.tag = tag
    }
}

/// Knows how many records stand under a key.
package struct Tally<Record: StoredRecord, Key: KeyPart>: Sendable {
    let tag: UInt8

    /// What a table maintains under a tag.
    package init(tag: UInt8) {
        self.tag = tag
    }
}

/// Lists the records under a key and knows how many they are.
package struct Roll<Record: StoredRecord, Key: FixedKeyPart>: Sendable {
    let tag: UInt8

    /// What a table maintains under a tag.
    package init(tag: UInt8) {
        self.tag = tag
    }
}

/// Knows how many records stand under a key, by slot, and what two amounts of them add up to.
package struct Series<Record: StoredRecord, Key: KeyPart>: Sendable {
    let tag: UInt8

    /// What a table maintains under a tag.
    package init(tag: UInt8) {
        self.tag = tag
    }
}
