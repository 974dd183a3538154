import LeadlineDomain
import LeadlineStore

/// `SORT score`: the best score first, among equal ones the newest.
///
/// Leads with points stand in an index; those without are walked behind it.
struct LeadsByScore {
    private let filter: LeadFilter
    private var page: PageBuilder

    init(_ filter: LeadFilter, rows: Int, _ form: LeadRows.Form, _ reader: borrowing Reader) {
        self.filter = filter
        page = PageBuilder(rows: rows, form, reader)
    }

    /// The page behind a cursor: `score-L7` among those with points, `L7` behind them.
    mutating func page(
        after cursor: Text?, _ view: inout View
    ) throws(Rejection) -> PageBuilder {
        guard let cursor else {
            walkScored(after: nil, &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
            return page
        }
        if cursor.bytes.contains(UInt8(ascii: "-")) {
            let place = try orderedCursor(cursor)
            walkScored(after: (UInt32(clamping: place.order), place.id), &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
        } else {
            walkOthers(after: try leadCursor(cursor), &view)
        }
        return page
    }

    private mutating func walkScored(after place: (UInt32, LeadID)?, _ view: inout View) {
        let test = filter.test(behind: nil)
        var after = place
        while page.wantsMore {
            let found = view.ids(
                Schema.leads.byScore, Nothing(), after: after, .descending, limit: 64)
            for entry in found {
                guard page.wantsMore else { return }
                page.look(at: entry.id, order: Int64(entry.order), in: &view, test)
            }
            guard let last = found.last else { return }
            after = (last.order, last.id)
        }
    }

    private mutating func walkOthers(after: LeadID?, _ view: inout View) {
        page.oldest = filter.span.since
        let filter = filter
        var walk = LeadWalk(filter.walked, after: after)
        while page.wantsMore, let id = walk.next(&view) {
            page.look(at: id, in: &view) { $0.score <= 0 && filter.matches($0) }
        }
    }
}
