/// What is measured on every server, by the name of Leadline's command.
enum Work: String, CaseIterable, Sendable {
    /// A round trip that does nothing.
    case ping
    /// One record of ten fields, by its id.
    case get = "lead.get"
    /// Where one lead stands, by its id.
    case status
    /// The newest fifty leads of one status.
    case list = "lead.list"
    /// The fifty leads that wait longest for somebody to take them.
    case queue
    /// One lead by a word that it alone has.
    case find = "lead.find"
    /// One durable new lead with all it is found by.
    case new = "lead.new"
    /// A file of leads, brought in by `leadline import`.
    case importing = "import"
    /// Four in five read, one makes.
    case mixed

    /// What is compared side by side.
    static let compared: [Work] = [
        .ping, .get, .status, .list, .queue, .find, .new, .importing,
    ]
    /// What has a counterpart in Redis that people would write.
    static let inRedis: [Work] = [.ping, .get, .status, .new, .mixed]
    /// What is made of requests of one kind, so that others can be asked the same.
    static let ofRequests = compared.filter { $0 != .importing }
    /// What looks through indexes, of which there have to be the same.
    static let ofIndexes: [Work] = [.list, .queue, .find]

    /// Whether it makes leads, which are counted in the end.
    var makesLeads: Bool { self == .new || self == .importing }

    /// How it is spread, of what was asked for: an import has a connection and a pace of its own.
    func shapes(of usual: [LoadShape]) -> [LoadShape] {
        self == .importing ? [ImportSource.shape] : usual
    }

    /// Their names, for help.
    static var words: String { compared.map(\.rawValue).joined(separator: ", ") }

    /// Leadline's command, without what it asks for.
    var leadlineWords: [String] {
        switch self {
        case .ping: ["PING"]
        case .get, .mixed: ["LEAD.GET"]
        case .status: ["STATUS"]
        case .list: ["LEAD.LIST", "STATUS", "new", "LIMIT", "50"]
        case .queue: ["QUEUE", "LIMIT", "50"]
        case .find: ["LEAD.FIND"]
        case .new, .importing: ["LEAD.NEW"]
        }
    }
}
