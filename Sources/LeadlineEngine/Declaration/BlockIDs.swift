import LeadlineDomain
import LeadlineWire

/// What `$1` to `$9` name while a command of a MULTI block is decoded.
///
/// While the block is collected each creating command stands for an id of its kind, so that the
/// others can be judged; while it is executed, for the id that it has created.
struct BlockIDs: Sendable {
    /// Per command so far: the id, nil where nothing was created.
    private var ids: [Text?] = []

    /// The highest number that can be named.
    static let numberMax = 9

    init() {}

    /// Notes what the next command created.
    mutating func append(_ id: Text?) {
        if ids.count < Self.numberMax { ids.append(id) }
    }

    /// An id of this kind, for the judgement of commands that name one not yet created.
    static func standIn(_ prefix: StaticString) -> Text { Text("\(prefix)1") }

    /// The id that `bytes` name; nil when they are no `$n` at all.
    ///
    /// `known` is what the earlier commands of the block created, nil outside a block.
    static func resolve(_ bytes: Bytes, _ known: BlockIDs?) throws(ValueFault) -> Bytes? {
        guard bytes.first == UInt8(ascii: "$"), let number = bytes.dropFirst().decimal else {
            return nil
        }
        guard let known else {
            throw ValueFault("\(bytes.quoted) names nothing outside of MULTI")
        }
        guard (1...UInt64(numberMax)).contains(number), bytes.count == 2 else {
            throw ValueFault("\(bytes.quoted) is none of $1 to $\(numberMax)")
        }
        let index = Int(number) - 1
        guard index < known.ids.count else {
            throw ValueFault("\(bytes.quoted) names no earlier command of the block")
        }
        guard let id = known.ids[index] else {
            throw ValueFault(
                "\(bytes.quoted) names command \(number) of the block, which creates nothing")
        }
        return id.bytes
    }
}

/// How many records the text of an argument names by their ids: where `$1` can stand.
enum RecordNaming {
    case none
    case one
    /// Several, parted by commas.
    case list
}

extension RecordNaming {
    /// The argument with the ids that a block's `$n` name in their place.
    func resolve(_ argument: Bytes, _ known: BlockIDs?) throws(ValueFault) -> Bytes {
        switch self {
        case .none: return argument
        case .one: return try BlockIDs.resolve(argument, known) ?? argument
        case .list:
            var resolved: [UInt8] = []
            let words = argument.split(
                separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            for (index, word) in words.enumerated() {
                if index > 0 { resolved.append(UInt8(ascii: ",")) }
                resolved += try BlockIDs.resolve(word, known) ?? word
            }
            return resolved[...]
        }
    }
}
