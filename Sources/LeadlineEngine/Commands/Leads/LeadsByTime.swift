import LeadlineDomain
import LeadlineStore

/// `SORT meeting` and `SORT due`: the next one first, then the leads that have none, newest first.
struct LeadsByTime {
    /// The time that leads are sorted by.
    enum Key: Sendable {
        /// When the customer is met.
        case meeting
        /// When an answer is due.
        case due

        /// Where the lead stands among others; nil when it has no such time.
        fileprivate func order(of lead: Lead) -> Int64? {
            switch self {
            case .meeting: lead.meetingOrder
            case .due: lead.followUp?.due?.milliseconds
            }
        }

        /// Where the leads that a filter lets through stand by that time.
        fileprivate func lanes(for filter: LeadFilter) -> [LeadTimeLane] {
            switch self {
            case .meeting: [.meeting]
            case .due: filter.dueWith.map { $0.map { .dueWith($0) } } ?? [.due]
            }
        }
    }

    /// Which leads are wanted.
    private struct Choice {
        let key: Key
        let filter: LeadFilter
        /// The last time that is wanted; nil when those without any are, too.
        let end: Int64?

        func isInTime(_ lead: Lead) -> Bool {
            guard let end else { return true }
            return key.order(of: lead).map { $0 <= end } ?? false
        }

        func includes(_ lead: Lead) -> Bool { isInTime(lead) && filter.matches(lead) }
    }

    private let choice: Choice
    private var key: Key { choice.key }
    private var page: PageBuilder
    /// Where those with a time are walked.
    private let lanes: [LeadTimeLane]

    /// A list that has not begun; with `until`, only of leads that have a time up to then.
    ///
    /// With `until`, `outsiders` may be the caller: then only their own are walked, so that what
    /// others have costs no time.
    init(
        _ key: Key, _ filter: LeadFilter, until end: Timestamp? = nil,
        of outsiders: [Outsider] = [], rows: Int, _ form: LeadRows.Form,
        _ reader: borrowing Reader
    ) {
        choice = Choice(key: key, filter: filter, end: end?.milliseconds)
        lanes =
            outsiders.isEmpty ? key.lanes(for: filter) : outsiders.map { .dueWith($0.key) }
        page = PageBuilder(rows: rows, form, reader)
    }

    /// The page behind a cursor: `time-L7` among those with a time, `L7` behind them.
    mutating func page(
        after cursor: Text?, _ view: inout View
    ) throws(Rejection) -> PageBuilder {
        switch try Place(cursor) {
        case .behind(let id): walkOthers(after: id, &view)
        case .among(let order, let id):
            walkTimes(after: (order, id), &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
        case .start:
            walkTimes(after: nil, &view)
            if page.wantsMore { walkOthers(after: nil, &view) }
        }
        return page
    }

    /// The same of few leads, sorted here.
    mutating func page(
        of leads: [Lead], after cursor: Text?, _ view: inout View
    ) throws(Rejection) -> PageBuilder {
        let place = try Place(cursor)
        let sorted = leads.sorted { left, right in
            switch (key.order(of: left), key.order(of: right)) {
            case (let first?, let second?): (first, left.id) < (second, right.id)
            case (nil, nil): left.id > right.id
            case (let first, _): first != nil
            }
        }
        for lead in sorted where page.wantsMore && choice.isInTime(lead) {
            let order = key.order(of: lead)
            guard place.precedes(lead, order) else { continue }
            page.look(at: lead, order: order, in: &view, choice.includes)
        }
        return page
    }

    /// Where a page begins.
    private enum Place {
        case start
        /// Behind a lead with a time.
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

        func precedes(_ lead: Lead, _ own: Int64?) -> Bool {
            switch self {
            case .start: return true
            case .behind(let id): return own == nil && lead.id < id
            case .among(let order, let id):
                guard let own else { return true }
                return (own, lead.id) > (order, id)
            }
        }
    }

    private mutating func walkTimes(after place: LeadTimePlace?, _ view: inout View) {
        var walk = LeadTimeWalk(lanes, after: place)
        while page.wantsMore, let entry = walk.next(&view) {
            if let end = choice.end, entry.order > end { return }
            page.look(at: entry.id, order: entry.order, in: &view, choice.includes)
        }
    }

    private mutating func walkOthers(after: LeadID?, _ view: inout View) {
        guard choice.end == nil else { return }
        let (key, filter) = (choice.key, choice.filter)
        page.oldest = filter.span.since
        var walk = LeadWalk(filter.walked, after: after)
        while page.wantsMore, let id = walk.next(&view) {
            page.look(at: id, in: &view) { key.order(of: $0) == nil && filter.matches($0) }
        }
    }
}
