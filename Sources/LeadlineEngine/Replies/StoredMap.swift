import LeadlineDomain
import LeadlineWire

/// A record's map, written in RESP straight from the encoded record.
///
/// Decoding a lead makes forty values that only live until they are written, and takes longer than
/// reading it from the store. This copies the bytes from the record to the reply. It stands beside
/// the decoder, never instead of it: what it does not know, such as another version of the record,
/// it leaves to that. A class, so that lending one out of an array counts one reference, not those
/// of all its parts.
final class StoredMap: Sendable {
    /// One field of the map, without anything that is counted or copied when it is looked at.
    private struct Field {
        let name: Piece
        /// The name and null, in either version of RESP.
        let null2: Piece
        let null3: Piece
        let isOptional: Bool
        let kind: Kind
        let slot: Int
        /// Where the rest of the value lies: an amount's currency, the other of two enumerations.
        let secondSlot: Int
        /// Where another slot is looked at, whether there is anything.
        let unlessSlot: Int
        /// Of the first word, whose number is 0, in `words`.
        let firstWord: Int
        let wordCount: Int
    }

    /// Where bytes that are ready to be copied lie in `constants`.
    private struct Piece {
        let start: Int
        let count: Int
        static let none = Piece(start: 0, count: 0)
    }

    private enum Kind {
        case null, emptyList, text, filledText, secondText, number32, number64, words, yesNo
        case time, amount, texts, pairs, choice
        case id(StaticString)
        case ids(StaticString)
    }

    /// The fields' names.
    let names: [StaticString]
    private let recordVersion: UInt8
    private let shapes: [StoredShape]
    private let fields: [Field]
    /// Names and words as they stand in a reply, one after the other, and as much behind them as is
    /// copied of one at a time.
    private let constants: [UInt8]
    /// Where the words of enumerations lie in `constants`; none where a number has no word.
    private let words: [Piece]
    /// What all the fields take beside what is copied from the record.
    private let byteCountMax: Int

    /// The map of a table's fields, of records that lie as `shapes` tells.
    init<Entity>(_ table: FieldTable<Entity>, version: UInt8, _ shapes: [StoredShape]) {
        var constants: [UInt8] = []
        var words: [Piece] = []
        var unusedBytes = 0
        fields = table.fields.map { field in
            guard let form = field.stored else {
                preconditionFailure("\(field.name) is not said to be stored")
            }
            let firstWord = words.count
            var secondSlot = form.currencySlot
            var unlessSlot = 0
            switch form.kind {
            case .words(let all):
                for number in 0...(all.keys.max() ?? 0) {
                    words.append(all[number].map { Self.add($0, to: &constants) } ?? .none)
                }
            case .choice(let choice):
                (secondSlot, unlessSlot) = (choice.second, choice.unless)
                let lists = Self.lists(choice, &constants)
                // One of them is written.
                unusedBytes += lists.reduce(0) { $0 + $1.count }
                unusedBytes -= lists.map(\.count).max() ?? 0
                words += lists
            default: break
            }
            let kind = Self.kind(form, shapes)
            return Field(
                name: Self.add(field.name, to: &constants),
                null2: Self.add(field.name, "$-1\r\n", to: &constants),
                null3: Self.add(field.name, "_\r\n", to: &constants),
                isOptional: !form.isConstant && shapes[form.slot].isOptional, kind: kind,
                slot: form.slot, secondSlot: secondSlot, unlessSlot: unlessSlot,
                firstWord: firstWord,
                wordCount: words.count - firstWord)
        }
        byteCountMax =
            RESPBytes.overheadMax + RESPBytes.pieceBytesMax + constants.count - unusedBytes
            + fields.count * Self.valueBytesMax
        self.constants = constants + [UInt8](repeating: 0, count: RESPBytes.pieceBytesMax)
        names = table.fields.map(\.name)
        recordVersion = version
        self.shapes = shapes
        self.words = words
    }

    /// The most that a value takes beside what is copied: a bulk string that is a time or an
    /// amount.
    private static let valueBytesMax = RESPBytes.overheadMax + 24

    private static func kind(_ form: StoredForm, _ shapes: [StoredShape]) -> Kind {
        switch form.kind {
        case .null: .null
        case .emptyList: .emptyList
        case .text: .text
        case .filledText: .filledText
        case .secondText: .secondText
        case .id(let prefix): .id(prefix)
        case .number: if case .fixed(4) = shapes[form.slot] { .number32 } else { .number64 }
        case .words: .words
        case .yesNo: .yesNo
        case .time: .time
        case .amount: .amount
        case .texts: .texts
        case .ids(let prefix): .ids(prefix)
        case .pairs: .pairs
        case .choice: .choice
        }
    }

    /// How many numbers of a choice's second enumeration there may be.
    private static let choiceWidth = 32

    /// The lists of a choice as they stand in a reply, by the first number and then the second.
    private static func lists(_ choice: StoredChoice, _ constants: inout [UInt8]) -> [Piece] {
        (0...(choice.lists.keys.max() ?? 0)).flatMap { first in
            (0..<choiceWidth).map { second in
                guard let words = choice.lists[first]?[UInt8(second)] else { return .none }
                let start = constants.count
                constants += Array("*\(words.count)\r\n".utf8)
                for word in words { _ = add(word, to: &constants) }
                return Piece(start: start, count: constants.count - start)
            }
        }
    }

    private static func add(
        _ word: StaticString, _ value: StaticString = "", to constants: inout [UInt8]
    ) -> Piece {
        let start = constants.count
        constants += Array("$\(word.utf8CodeUnitCount)\r\n\(word)\r\n\(value)".utf8)
        let count = constants.count - start
        precondition(count <= RESPBytes.pieceBytesMax, "\(word) is too long a name")
        return Piece(start: start, count: count)
    }

    /// Writes the map of an encoded record, its version byte included, where replies are RESP.
    ///
    /// False when the record is not understood: then nothing was written.
    func write(_ record: UnsafeRawBufferPointer, to reply: inout ReplyWriter) -> Bool {
        let isRESP3 = reply.format == .resp3
        return read(record) { byteCountMax, places, constants in
            reply.value(byteCountMax: byteCountMax) { bytes in
                write(record, places, constants, isRESP3: isRESP3, &bytes)
            }
        }
    }

    /// Writes the same as the next row of a page whose columns the fields are.
    func writeRow(_ record: UnsafeRawBufferPointer, to reply: inout ReplyWriter) -> Bool {
        let isRESP3 = reply.format == .resp3
        return read(record) { byteCountMax, places, constants in
            reply.row(byteCountMax: byteCountMax) { bytes in
                write(record, places, constants, isRESP3: isRESP3, &bytes)
            }
        }
    }

    /// Lends how many bytes the map takes at most, where each field lies, and the constants; false
    /// when the record is not understood.
    @inline(__always)
    private func read(
        _ record: UnsafeRawBufferPointer,
        _ body: (Int, UnsafeMutableBufferPointer<Int>, UnsafeRawPointer) -> Bool
    ) -> Bool {
        withUnsafeTemporaryAllocation(of: Int.self, capacity: shapes.count) { places in
            guard let elementCount = find(places, in: record) else { return false }
            let byteCountMax =
                byteCountMax + record.count + elementCount * Self.valueBytesMax
            return constants.withUnsafeBytes { constants in
                guard let constants = constants.baseAddress else { return false }
                return body(byteCountMax, places, constants)
            }
        }
    }

    private func write(
        _ record: UnsafeRawBufferPointer, _ places: UnsafeMutableBufferPointer<Int>,
        _ constants: UnsafeRawPointer, isRESP3: Bool, _ bytes: inout RESPBytes
    ) -> Bool {
        var run = Run(
            record: record, places: places, constants: constants, isRESP3: isRESP3, bytes: bytes)
        defer { bytes = run.bytes }
        return write(&run)
    }

    /// Finds where each field lies, and answers how many elements the lists have together; nil when
    /// the record is not understood.
    private func find(
        _ places: UnsafeMutableBufferPointer<Int>, in record: UnsafeRawBufferPointer
    ) -> Int? {
        guard record.first == recordVersion else { return nil }
        var cursor = StoredCursor(record, at: 1)
        for index in shapes.indices {
            places[index] = cursor.position
            guard cursor.skip(shapes[index]) else { return nil }
        }
        return cursor.isAtEnd ? cursor.elementCount : nil
    }

    // MARK: - Values

    /// One reply that is being written.
    fileprivate struct Run {
        let record: UnsafeRawBufferPointer
        let places: UnsafeMutableBufferPointer<Int>
        let constants: UnsafeRawPointer
        let isRESP3: Bool
        var bytes: RESPBytes

        func cursor(_ slot: Int) -> StoredCursor { StoredCursor(record, at: places[slot]) }

        mutating func ready(_ text: StaticString) {
            text.withUTF8Buffer { bytes.ready(UnsafeRawBufferPointer($0)) }
        }

        mutating func mapHeader(_ count: Int) {
            bytes.header(UInt8(ascii: isRESP3 ? "%" : "*"), Int64(isRESP3 ? count : count * 2))
        }
    }

    private func write(_ run: inout Run) -> Bool {
        run.mapHeader(fields.count)
        for field in fields {
            var cursor = run.cursor(field.slot)
            var isNull = false
            if field.isOptional {
                guard let isThere = cursor.flag() else { return false }
                isNull = !isThere
            } else if case .null = field.kind {
                isNull = true
            }
            if isNull {
                put(run.isRESP3 ? field.null3 : field.null2, &run)
            } else {
                put(field.name, &run)
                guard write(field, &cursor, &run) else { return false }
            }
        }
        return true
    }

    @inline(__always)
    private func put(_ piece: Piece, _ run: inout Run) {
        run.bytes.piece(run.constants + piece.start, count: piece.count)
    }

    private func write(_ field: Field, _ cursor: inout StoredCursor, _ run: inout Run) -> Bool {
        switch field.kind {
        case .null: return false
        case .emptyList: run.ready("*0\r\n")
        case .text: return run.text(&cursor)
        case .filledText:
            var ahead = cursor
            guard let text = ahead.bytes(), !text.isEmpty else { return false }
            return run.text(&cursor)
        case .secondText: return cursor.bytes() != nil && run.text(&cursor)
        case .id(let prefix):
            guard let number = cursor.number() else { return false }
            run.bytes.bulk(prefix, number)
        case .number32:
            guard let bytes = cursor.take(4) else { return false }
            let number = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
            run.bytes.header(UInt8(ascii: ":"), Int64(number))
        case .number64:
            guard let number = cursor.number() else { return false }
            run.bytes.header(UInt8(ascii: ":"), Int64(bitPattern: number))
        case .words:
            guard let number = cursor.byte(), number < field.wordCount else { return false }
            let word = words[field.firstWord + Int(number)]
            guard word.count > 0 else { return false }
            put(word, &run)
        case .yesNo:
            guard let isYes = cursor.flag() else { return false }
            run.ready(isYes ? "$3\r\nyes\r\n" : "$2\r\nno\r\n")
        case .time:
            guard let number = cursor.number() else { return false }
            let time = Timestamp(milliseconds: Int64(bitPattern: number))
            time.write(at: run.bytes.bulk(count: Timestamp.textByteCount))
        case .amount: return run.amount(&cursor, in: field.secondSlot)
        case .texts: return run.list(&cursor) { $0.text(&$1) }
        case .ids(let prefix):
            return run.list(&cursor) { run, cursor in
                guard let number = cursor.number() else { return false }
                run.bytes.bulk(prefix, number)
                return true
            }
        case .choice: return choose(field, &cursor, &run)
        case .pairs:
            guard let count = cursor.length() else { return false }
            run.mapHeader(count)
            for _ in 0..<(count * 2) {
                guard run.text(&cursor) else { return false }
            }
        }
        return true
    }

    private func choose(
        _ field: Field, _ cursor: inout StoredCursor, _ run: inout Run
    ) -> Bool {
        var second = run.cursor(field.secondSlot)
        var unless = run.cursor(field.unlessSlot)
        guard let first = cursor.byte(), let second = second.byte(), let isEmpty = unless.flag(),
            Int(second) < Self.choiceWidth
        else { return false }
        let place = Int(first) * Self.choiceWidth + Int(second)
        guard place < field.wordCount else { return false }
        let list = words[field.firstWord + place]
        guard list.count > 0 else { return false }
        guard !isEmpty else {
            run.ready("*0\r\n")
            return true
        }
        run.bytes.ready(
            UnsafeRawBufferPointer(start: run.constants + list.start, count: list.count))
        return true
    }
}

extension StoredMap.Run {
    fileprivate mutating func text(_ cursor: inout StoredCursor) -> Bool {
        guard let text = cursor.bytes() else { return false }
        bytes.bulk(text)
        return true
    }

    fileprivate mutating func list(
        _ cursor: inout StoredCursor, _ value: (inout Self, inout StoredCursor) -> Bool
    ) -> Bool {
        guard let count = cursor.length() else { return false }
        bytes.header(UInt8(ascii: "*"), Int64(count))
        for _ in 0..<count {
            guard value(&self, &cursor) else { return false }
        }
        return true
    }

    fileprivate mutating func amount(_ cursor: inout StoredCursor, in slot: Int) -> Bool {
        var code = self.cursor(slot)
        guard let number = cursor.number(), let letters = code.bytes(),
            let currency = Currency(Array(letters)[...])
        else { return false }
        let amount = Money(minor: Int64(bitPattern: number), currency: currency)
        amount.text.bytes.withUnsafeBytes { bytes.bulk($0) }
        return true
    }
}
