import LeadlineDomain
import LeadlineStore

/// `SORT meeting`: the next meeting first, then the leads that have none, newest first.
struct LeadsByMeeting {
    private let filter: LeadFilter
    private var page: PageBuilder

    init(_ filter: LeadFilter, rows: Int, _ reader: borrowing Reader) {
        self.filter = filter
        page = PageBuilder(rows: rows, reader)
    }

    /// The page behind a cursor: `time-L7` among the meetings, `L7` behind them.
    mutating func page(
        after cursor: Text?, _ view: inout View
    ) throws(Rejection) -> (rows: [Lead], next: Text?) {
        let isBehind = cursor.map { !$0.bytes.contains(UInt8(ascii: "-")) } ?? false
        if isBehind, let cursor {
            walkOthers(after: try leadCursor(cursor), &view)
        } else {
            let place = try cursor.map { (text: Text) throws(Rejection) in
                try orderedCursor(text)
            }
            walkMeetings(after: place.map { ($0.order, $0.id) }, &view)
            guard page.wantsMore else { return (page.rows, page.next.map(Self.cursor)) }
            walkOthers(after: nil, &view)
        }
        // The last row may still be a meeting; what else was looked at last is not.
        let isMeeting = page.next?.id == page.rows.last?.id && page.next?.meeting != nil
        return (page.rows, page.next.map { isMeeting ? Self.cursor($0) : $0.id.text })
    }

    private static func cursor(_ lead: Lead) -> Text {
        Text("\(lead.meetingOrder ?? 0)-\(lead.id)")
    }

    private mutating func walkMeetings(after place: (Int64, LeadID)?, _ view: inout View) {
        var after = place
        while page.wantsMore {
            let found = view.ids(Schema.leads.byMeeting, Nothing(), after: after, limit: 64)
            for entry in found {
                guard page.wantsMore else { return }
                guard let lead = view.get(Schema.leads.table, entry.id) else { continue }
                page.look(at: lead, filter.matches)
            }
            guard let last = found.last else { return }
            after = (last.order, last.id)
        }
    }

    private mutating func walkOthers(after: LeadID?, _ view: inout View) {
        var walk = LeadWalk(filter.walked, after: after)
        while page.wantsMore, let id = walk.next(&view) {
            guard let lead = view.get(Schema.leads.table, id) else { continue }
            if let since = filter.span.since, lead.created < since { return }
            page.look(at: lead) { $0.meeting == nil && filter.matches($0) }
        }
    }
}
