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
        switch try Place(cursor) {
        case .behind(let id): walkOthers(after: id, &view)
        case .among(let order, let id):
            walkMeetings(after: (order, id), &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
        case .start:
            walkMeetings(after: nil, &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
        }
        return (page.rows, next)
    }

    /// The same of few leads, sorted here.
    mutating func page(
        of leads: [Lead], after cursor: Text?
    ) throws(Rejection) -> (rows: [Lead], next: Text?) {
        let place = try Place(cursor)
        let sorted = leads.sorted { left, right in
            switch (left.meetingOrder, right.meetingOrder) {
            case (let first?, let second?): (first, left.id) < (second, right.id)
            case (nil, nil): left.id > right.id
            case (let first, _): first != nil
            }
        }
        for lead in sorted where page.wantsMore && place.precedes(lead) {
            page.look(at: lead, filter.matches)
        }
        return (page.rows, next)
    }

    /// Where a page begins.
    private enum Place {
        case start
        /// Behind a lead with a meeting.
        case among(Int64, LeadID)
        /// Behind a lead without.
        case behind(LeadID)

        init(_ cursor: Text?) throws(Rejection) {
            guard let cursor else {
                self = .start
                return
            }
            if cursor.bytes.contains(UInt8(ascii: "-")) {
                let position = try orderedCursor(cursor)
                self = .among(position.order, position.id)
            } else {
                self = .behind(try leadCursor(cursor))
            }
        }

        func precedes(_ lead: Lead) -> Bool {
            switch self {
            case .start: return true
            case .behind(let id): return lead.meetingOrder == nil && lead.id < id
            case .among(let order, let id):
                guard let own = lead.meetingOrder else { return true }
                return (own, lead.id) > (order, id)
            }
        }
    }

    private var next: Text? {
        page.next.map { last in
            // The last row may still be a meeting; what else was looked at last is not.
            let isMeeting = last.id == page.rows.last?.id && last.meeting != nil
            return isMeeting ? Self.cursor(last) : last.id.text
        }
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
