import LeadlineDomain
import LeadlineStore

/// A part of the queue of new leads: those that somebody owns or nobody, of one service or any.
struct QueuePart: KeyPart, Hashable {
    let isTaken: Bool
    /// What the service is found by, or `anyService`.
    let service: UInt64

    /// Stands for all services; a service's own fingerprint is never 0.
    private static let anyService: UInt64 = 0

    /// The part of that service, of all services when nil.
    init(isTaken: Bool, of service: Text?) {
        self.isTaken = isTaken
        self.service = service.map { serviceKey($0) } ?? Self.anyService
    }

    private init(isTaken: Bool, service: UInt64) {
        self.isTaken = isTaken
        self.service = service
    }

    func append(to key: inout [UInt8]) {
        key.append(isTaken ? 1 : 0)
        service.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> QueuePart? {
        guard let taken = key.byte(), taken <= 1, let service = UInt64.read(&key) else {
            return nil
        }
        return QueuePart(isTaken: taken == 1, service: service)
    }
}

/// A place in the queue: the best score first, then the oldest.
typealias QueuePlace = (order: Descending<UInt32>, id: LeadID)

extension View {
    /// New leads that nobody owns, behind a place in the queue.
    mutating func untaken(of service: Text?, after: QueuePlace?, limit: Int) -> [QueuePlace] {
        ids(
            Schema.leads.inQueue, QueuePart(isTaken: false, of: service), after: after,
            limit: limit)
    }

    /// New leads, owned or not, behind a place in the queue.
    mutating func queue(of service: Text?, after: QueuePlace?, limit: Int) -> [QueuePlace] {
        let untaken = untaken(of: service, after: after, limit: limit)
        let taken = ids(
            Schema.leads.inQueue, QueuePart(isTaken: true, of: service), after: after,
            limit: limit)
        guard !taken.isEmpty else { return untaken }
        let all = (untaken + taken).sorted { left, right in
            (right.order.part, left.id) < (left.order.part, right.id)
        }
        return Array(all.prefix(limit))
    }
}
