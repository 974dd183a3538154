import LeadlineDomain
import LeadlineStore

/// The leads that have a word for each of some beginnings, newest first.
///
/// Every word has its leads in the order of their ids. What several have in common is found by
/// leaping: each goes on to the oldest that another has come to. So what is looked at are the
/// leads that match, even where each word alone stands in millions.
struct LeadsByWords {
    private var walks: [LeadWalk]
    /// Where the search ended without an answer, to go on below; nil until it did.
    private(set) var stop: LeadID?

    /// A beginning of more words than this is not looked for so: each word is a walk of its own.
    private static let wordsPerBeginningMax = 16
    private let readsMax: Int

    /// A search for some beginnings, below `after`; nil where one of them begins too many words.
    ///
    /// - Parameters:
    ///   - beginnings: What the words begin with; at least one.
    ///   - after: The last answer of the page before.
    ///   - readsMax: How often the indexes are read for one page.
    ///   - view: Where.
    init?(_ beginnings: [Text], after: LeadID?, readsMax: Int = 500, _ view: inout View) {
        self.readsMax = readsMax
        walks = []
        for beginning in beginnings {
            guard let words = Self.words(beginning, &view) else { return nil }
            walks.append(LeadWalk(words.map { .word($0) }, after: after))
        }
    }

    /// The next lead that has them all; nil at the end, and where `stop` says so.
    mutating func next(_ view: inout View) -> LeadID? {
        guard var bound = walks[0].next(&view) else { return nil }
        // So many walks in a row have come to the bound.
        var agreed = 1
        var index = 0
        while agreed < walks.count {
            guard walks.reduce(0, { $0 + $1.readCount }) < readsMax else {
                stop = LeadID(raw: bound.raw + 1)
                return nil
            }
            index = (index + 1) % walks.count
            walks[index].skip(to: bound)
            guard let id = walks[index].next(&view) else { return nil }
            agreed = id == bound ? agreed + 1 : 1
            bound = id
        }
        return bound
    }

    /// Looks at what is found until a page is full.
    mutating func fill(
        _ page: inout PageBuilder, _ test: PageBuilder.Test, _ view: inout View
    ) {
        while page.wantsMore, let id = next(&view) {
            page.look(at: id, in: &view, test)
        }
    }

    /// The words in use that begin so; nil where they are too many.
    private static func words(_ beginning: Text, _ view: inout View) -> [Text]? {
        var words: [Text] = []
        var after: (KeyText, LeadID)?
        while let found = view.ids(
            Schema.leads.byWord, Nothing(), startingWith: beginning.bytes, after: after, limit: 1
        ).first {
            guard words.count < wordsPerBeginningMax else { return nil }
            words.append(Text(found.order.bytes))
            after = (found.order, LeadID(raw: .max))
        }
        return words
    }
}
