import NIOCore

/// An open loop: requests are due by the clock, whatever became of those before.
///
/// A connection has at most a pipeline's requests under way; what is due meanwhile waits here. The
/// latency of a reply counts from when its request was due, so that a server which stands still is
/// charged with everybody who would have asked meanwhile, not with those alone who were let in
/// ("coordinated omission").
extension LoadLoop {
    /// Runs one round to its end: until everything that was due is answered.
    func run(_ workload: Workload, _ schedule: LoadSchedule) throws(LoadFailure) -> LoadTally {
        var tally = LoadTally()
        for connection in connections {
            connection.due = (0, 0)
            connection.dues.removeAll(keepingCapacity: true)
        }
        var issued = 0
        var answered = 0
        while answered < schedule.count {
            let now = NIODeadline.now().uptimeNanoseconds
            while issued < schedule.count, schedule.time(of: issued) <= now {
                let connection = connections[issued % connections.count]
                connection.due.count += 1
                issued += 1
                try sendDue(on: connection, workload, schedule)
            }
            let isLast = issued == schedule.count
            let count = try wait(until: isLast ? nil : schedule.time(of: issued))
            for index in 0..<count {
                let connection = ready(index)
                guard let (replies, now) = try read(connection, &tally) else { continue }
                answered += Self.record(replies, of: connection, now: now, &tally)
                try sendDue(on: connection, workload, schedule)
            }
        }
        return tally
    }

    /// Sends what was due on a connection, as far as its pipeline has room.
    private func sendDue(
        on connection: LoadConnection, _ workload: Workload, _ schedule: LoadSchedule
    ) throws(LoadFailure) {
        requests.clear()
        var replies = 0
        while connection.due.sent < connection.due.count, connection.dues.count < pipeline {
            let number = connection.due.sent * connections.count + connection.number
            let count = workload.writeNext(to: &requests, &connection.numbers)
            connection.dues.append((schedule.time(of: number), count))
            connection.due.sent += 1
            replies += count
        }
        guard replies > 0 else { return }
        try send(on: connection, replies: replies)
    }

    /// Counts replies with what they were due for; answers how many requests they end.
    private static func record(
        _ replies: Int, of connection: LoadConnection, now: UInt64, _ tally: inout LoadTally
    ) -> Int {
        var left = replies
        var ended = 0
        while left > 0, let first = connection.dues.first {
            let taken = min(left, first.replies)
            tally.record(replies: taken, nanoseconds: now - min(now, first.time))
            left -= taken
            if taken == first.replies {
                connection.dues.removeFirst()
                ended += 1
            } else {
                connection.dues[connection.dues.startIndex].replies -= taken
            }
        }
        return ended
    }
}
