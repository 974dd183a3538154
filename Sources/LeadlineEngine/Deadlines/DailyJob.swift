import LeadlineDomain
import LeadlineStore

/// What is done once a day by itself, in steps of at most `EngineLimits.stepRecordsMax` records.
struct DailyJob: Sendable {
    /// Does a part, in a commit of its own: from the beginning with nil, else on from the place
    /// that the part before answered; answers nil when all is done.
    typealias Step = @Sendable (inout Transaction, UInt64?) throws(Rejection) -> UInt64?

    /// What its progress is kept under: on disk, never reused.
    let name: Text
    /// The events that it may cause.
    let events: [EventType]
    let step: Step

    /// A job of that name.
    init(_ name: Text, events: [EventType], step: @escaping Step) {
        self.name = name
        self.events = events
        self.step = step
    }
}

/// How far the jobs of the days have come.
struct DailyProgress: Equatable, Sendable {
    /// The last day, counted from 1970-01-01, of which all was done.
    var done: Int64
    /// The job of the day after that is under way, or was when the server ended.
    var job: Text?
    /// Up to where it has come.
    var place: UInt64?

    private static let version: UInt8 = 1

    init(done: Int64) { self.done = done }

    init(from reader: inout RecordReader) throws(RecordFault) {
        done = try reader.read()
        job = try reader.read()
        place = try reader.read()
    }

    func encode(into writer: inout RecordWriter) {
        writer.write(Self.version)
        writer.write(done)
        writer.write(job)
        writer.write(place)
    }
}

extension Cell {
    /// How far the jobs of the days have come.
    static let daily: UInt8 = 20
}

extension Deadlines {
    /// The beginning of the house's day; of days that were missed, only the last one's.
    static let dailySource = DeadlineSource("day", events: []) { view, now, settings, _ in
        guard !daily.isEmpty, let today = now.date(in: settings.zone),
            let progress = view.dailyProgress(settings)
        else { return [] }
        let next = max(progress.done + 1, today.daysSinceEpoch)
        guard let day = CivilDate(daysSinceEpoch: next) else { return [] }
        let isBegun = progress.done < today.daysSinceEpoch
        let due = settings.zone.start(of: day)
        // Named by its progress, so that a part done is not taken for one that changed nothing.
        var name = Array((progress.job ?? "").bytes)
        (progress.place ?? 0).append(to: &name)
        let job = isBegun ? progress.job : nil
        return [
            Deadline(due: due, name: name) { (tx: inout Transaction) throws(Rejection) in
                try tx.doDaily(job, of: day, progress)
            }
        ]
    }
}

extension View {
    /// How far the jobs of the days have come; nil before the first event: nothing is to be done
    /// with nothing.
    fileprivate mutating func dailyProgress(_ settings: Settings) -> DailyProgress? {
        if let bytes = getBytes(cell: Cell.daily) {
            do {
                var reader = try RecordReader(bytes[...])
                return try DailyProgress(from: &reader)
            } catch {
                // The day is begun anew: each job can be done twice.
            }
        }
        guard let first = get(Schema.events.table, 1), let day = first.at.date(in: settings.zone)
        else { return nil }
        return DailyProgress(done: day.daysSinceEpoch)
    }
}

extension Transaction {
    /// Does the next part of a day's jobs.
    fileprivate mutating func doDaily(
        _ job: Text?, of day: CivilDate, _ progress: DailyProgress
    ) throws(Rejection) {
        var progress = progress
        let jobs = Deadlines.daily
        // A job that is there no longer counts as done with those before it.
        let index = job.flatMap { job in jobs.firstIndex { $0.name == job } } ?? 0
        progress.place = try jobs[index].step(&self, progress.place)
        if progress.place == nil, index + 1 < jobs.count {
            progress.job = jobs[index + 1].name
        } else if progress.place == nil {
            progress = DailyProgress(done: day.daysSinceEpoch)
        } else {
            progress.job = jobs[index].name
        }
        changes.put(cell: Cell.daily) { progress.encode(into: &$0) }
    }
}
