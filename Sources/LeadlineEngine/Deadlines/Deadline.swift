import LeadlineDomain
import LeadlineStore

/// One thing that is to happen by itself at a time.
struct Deadline: Sendable {
    /// What happens: a transaction of its own, by the actor `system`.
    typealias Body = @Sendable (inout Transaction) throws(Rejection) -> Void

    /// The true time, however late it happens.
    let due: Timestamp
    /// Which of the source's deadlines it is.
    let name: [UInt8]
    let body: Body
}

/// Where deadlines stand: an index by time of the records that wait for one, or a calendar.
struct DeadlineSource: Sendable {
    /// For those who read logs and tests.
    let name: StaticString
    /// The events that it may cause.
    let events: [EventType]
    /// The first of those that are pending, at most so many, by time.
    let first: @Sendable (inout View, Timestamp, Settings, Int) -> [Deadline]

    /// A source of any kind: `first` is given what is stored, the time, and how many are wanted.
    init(
        _ name: StaticString, events: [EventType],
        first: @escaping @Sendable (inout View, Timestamp, Settings, Int) -> [Deadline]
    ) {
        self.name = name
        self.events = events
        self.first = first
    }

    /// The records of an index that `Table.deadlines` made.
    ///
    /// `fire` is given the record's id and its true due time. It has to write the record so that it
    /// no longer stands under that time: one that does is taken for one that failed.
    init<R: StoredRecord>(
        _ name: StaticString, _ index: Index<R, Nothing, Int64>, events: [EventType],
        fire: @escaping @Sendable (inout Transaction, R.ID, Timestamp) throws(Rejection) -> Void
    ) {
        self.init(name, events: events) { view, _, _, limit in
            view.ids(index, Nothing(), limit: limit).map { entry in
                let due = Timestamp(milliseconds: entry.order)
                var name: [UInt8] = []
                entry.id.append(to: &name)
                return Deadline(due: due, name: name) {
                    (tx: inout Transaction) throws(Rejection) in try fire(&tx, entry.id, due)
                }
            }
        }
    }
}
