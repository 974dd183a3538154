import LeadlineDomain
import LeadlineStore

/// `SORT score`: the best score first, among equal ones the newest.
///
/// Leads with points stand in an index; those without are walked behind it.
struct LeadsByScore {
    private let filter: LeadFilter
    private var page: PageBuilder
    private var isAmongScored = true

    init(_ filter: LeadFilter, rows: Int, _ reader: borrowing Reader) {
        self.filter = filter
        page = PageBuilder(rows: rows, reader)
    }

    /// The page behind a cursor: `score-L7` among those with points, `L7` behind them.
    mutating func page(
        after cursor: Text?, _ view: inout View
    ) throws(Rejection) -> (rows: [Lead], next: Text?) {
        guard let cursor else {
            walkScored(after: nil, &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
            return (page.rows, next)
        }
        if cursor.bytes.contains(UInt8(ascii: "-")) {
            let place = try orderedCursor(cursor)
            walkScored(after: (UInt32(clamping: place.order), place.id), &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
        } else {
            walkOthers(after: try leadCursor(cursor), &view)
        }
        return (page.rows, next)
    }

    private var next: Text? {
        page.next.map { last in
            // A lead that was only looked at among those without points may have some.
            let hasPoints = last.score > 0 && (isAmongScored || last.id == page.rows.last?.id)
            return hasPoints ? Text("\(last.score)-\(last.id)") : last.id.text
        }
    }

    private mutating func walkScored(after place: (UInt32, LeadID)?, _ view: inout View) {
        var after = place
        while page.wantsMore {
            let found = view.ids(
                Schema.leads.byScore, Nothing(), after: after, .descending, limit: 64)
            for entry in found {
                guard page.wantsMore else { return }
                page.look(at: entry.id, in: &view, filter.matches)
            }
            guard let last = found.last else { return }
            after = (last.order, last.id)
        }
    }

    private mutating func walkOthers(after: LeadID?, _ view: inout View) {
        isAmongScored = false
        var walk = LeadWalk(filter.walked, after: after)
        while page.wantsMore, let id = walk.next(&view) {
            guard let lead = view.get(Schema.leads.table, id) else { continue }
            if let since = filter.span.since, lead.created < since { return }
            page.look(at: lead) { $0.score <= 0 && filter.matches($0) }
        }
    }
}
