/// What pgbench's transaction logs say: when each transaction ended, and how long it took.
package struct PgbenchLog: Sendable {
    /// Both in microseconds, the end since 1970.
    private var transactions: [(end: UInt64, took: UInt64)] = []

    /// Starts without any.
    package init() {}

    /// How many transactions there are.
    package var count: Int { transactions.count }

    /// Adds the lines of one log: client, number, time taken, script, seconds, microseconds.
    package mutating func read(_ bytes: [UInt8]) {
        var fields: [UInt64] = [0]
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                let digit = UInt64(byte - UInt8(ascii: "0"))
                fields[fields.count - 1] = fields[fields.count - 1] &* 10 &+ digit
            case UInt8(ascii: " "): fields.append(0)
            case UInt8(ascii: "\n"):
                if fields.count >= 6 {
                    transactions.append((fields[4] &* 1_000_000 &+ fields[5], fields[2]))
                }
                fields.removeAll(keepingCapacity: true)
                fields.append(0)
            default: break
            }
        }
    }

    /// What ended within `seconds` at most, beginning so long after the first end of all.
    ///
    /// A transaction is so many requests, each as late as the last of them.
    package func measurement(
        after leadIn: Double, seconds: Double, perTransaction: Int
    ) -> Measurement {
        var tally = LoadTally()
        let ends = transactions.map(\.end)
        let start = (ends.min() ?? 0) + UInt64(leadIn * 1e6)
        // A slow beginning leaves less time than was meant.
        let end = max(start, min(start + UInt64(seconds * 1e6), ends.max() ?? 0))
        for transaction in transactions where (start..<end).contains(transaction.end) {
            tally.record(replies: perTransaction, nanoseconds: transaction.took * 1000)
        }
        return Measurement(
            tally, seconds: Double(end - start) / 1e6,
            requestsInAll: UInt64(count * perTransaction))
    }
}
