/// Makes the commands of each record, as the options of an import say.
package struct UnitBuilder: Sendable {
    /// What an import is told.
    package struct Options: Sendable {
        /// Whether nothing is to be changed.
        package var isDryRun = false
        /// What `ONEXISTS` is given.
        package var onExists: String?
        /// The reason to go on although a customer looks like another.
        package var force: String?
        /// Whether exported leads are brought to the state that they had.
        package var restoresState = true
        /// Headings and what they become.
        package var mappings: [String] = []
        /// Values that every record gets, by column or keyword.
        package var constants: [JSONMember] = []
        /// Whether other columns become custom fields.
        package var takesFields = false

        /// Whether users are made, whose new tokens somebody keeps.
        package var makesUsers = false

        /// An import that makes what it reads.
        package init() {}
    }

    /// Notes of one lead that are taken over; a block has a bound.
    package static let notesMax = 900

    private let options: Options
    private let key: String
    private let plans: [BulkKind: ColumnPlan]
    private let defaultKind: BulkKind

    /// Makes a builder; `key` begins all keys, `kind` is that of records which do not say.
    package init(_ kind: BulkKind, _ options: Options, key: String) throws(BulkFault) {
        self.options = options
        self.key = key
        defaultKind = kind
        var plans: [BulkKind: ColumnPlan] = [:]
        for each in BulkKind.allCases {
            let isMapped = each == kind
            let constants = options.constants.map { "\($0.name)=\($0.name)" }
            plans[each] = try ColumnPlan(
                each, mappings: isMapped ? options.mappings + constants : [],
                takesFields: options.takesFields)
        }
        self.plans = plans
    }

    /// The plan of the records that do not say their kind.
    package func plan() throws(BulkFault) -> ColumnPlan {
        guard let plan = plans[defaultKind] else { throw BulkFault("no such kind") }
        return plan
    }

    /// The kind of a record, nil where it names one that is not known.
    package func kind(of record: BulkRecord) -> BulkKind? {
        guard case .object = record.source, let word = record["record"]?.scalar,
            isExported(record)
        else { return defaultKind }
        return BulkKind(rawValue: word)
    }

    /// Why a record of a kind is left out, nil where it is not.
    package func objection(to kind: BulkKind) -> String? {
        guard kind == .user, !options.makesUsers, !options.isDryRun else { return nil }
        return "users get new tokens; --tokens FILE makes them and keeps the tokens"
    }

    /// The ids of other records that a record names.
    package func references(of record: BulkRecord, _ kind: BulkKind) -> [String] {
        guard let plan = plans[kind] else { return [] }
        let whole = completed(record)
        // Most records name no other: then their words are put together once.
        let isNaming = whole.members.contains { plan.column(for: $0.name)?.isReference == true }
        let references = isNaming ? CommandWords(whole, plan).references : []
        guard kind == .lead, isExported(record), !options.isDryRun else { return references }
        let partner = options.restoresState ? record["partner"]?.scalar : nil
        return references + (partner.map { [$0] } ?? []) + LeadSurroundings.references(record)
    }

    /// A record on its way.
    package func unit(
        _ record: BulkRecord, _ kind: BulkKind, translate: (String) -> String
    ) -> BulkUnit {
        guard let plan = plans[kind] else { return BulkUnit(record, kind, .plain, []) }
        var words = CommandWords(completed(record), plan, translate: translate).words
        let isExported = isExported(record)
        if kind == .lead { words += leadWords(record, isExported) }
        if options.isDryRun {
            guard kind == .lead else { return BulkUnit(record, kind, .trial, [words]) }
            return BulkUnit(record, kind, .plain, [words + ["DRYRUN"]])
        }
        var commands = [words]
        if isExported {
            switch kind {
            case .lead: commands += leadCommands(record, translate: translate)
            case .partner: commands = PartnerCourse.commands(words, record)
            case .campaign where record["state"]?.scalar == "ended":
                commands.append(["CAMPAIGN.END", "$1"])
            case .user where record["disabled"]?.scalar == "yes":
                commands.append(["USER.DISABLE", record["name"]?.scalar ?? ""])
            case .suspension: commands[0] += ["REASON", LeadCourse.reason]
            default: break
            }
        }
        if kind.isKeyed {
            for index in commands.indices {
                let suffix = index == 0 ? "" : ".\(index)"
                commands[index] += ["IDEM", "\(key)-\(record.line)\(suffix)"]
            }
        }
        return BulkUnit(record, kind, commands.count == 1 ? .plain : .block, commands)
    }

    /// The record with the values that all get; one that the file itself has is an error there.
    private func completed(_ record: BulkRecord) -> BulkRecord {
        guard !options.constants.isEmpty, !isExported(record) else { return record }
        return BulkRecord(
            line: record.line, members: record.members + options.constants, source: record.source)
    }

    /// Whether `leadline export` wrote the record: its first name is `record`.
    private func isExported(_ record: BulkRecord) -> Bool {
        guard case .object = record.source else { return false }
        return record.members.first?.name == "record"
    }

    private func leadWords(_ record: BulkRecord, _ isExported: Bool) -> [String] {
        var words: [String] = []
        if let onExists = options.onExists { words += ["ONEXISTS", onExists] }
        // What stood side by side where it comes from may do so here.
        if let force = options.force ?? (isExported ? LeadCourse.reason : nil) {
            words += ["FORCE", force]
        }
        if isExported, record["status"]?.scalar == "queued" { words.append("QUEUE") }
        return words
    }

    /// What brings a new lead to where an exported one stands, with what stands around it.
    private func leadCommands(
        _ record: BulkRecord, translate: (String) -> String
    ) -> [[String]] {
        let course =
            options.restoresState ? LeadCourse.commands(record, translate: translate) : []
        let around = LeadSurroundings.commands(record, translate: translate)
        return around + course + notes(record)
    }

    private func notes(_ record: BulkRecord) -> [[String]] {
        guard case .array(let notes)? = record["log"] else { return [] }
        return notes.prefix(Self.notesMax).compactMap { note in
            guard let text = note["text"]?.scalar else { return nil }
            let isShared = note["shared"]?.scalar == "yes"
            return ["NOTE", "$1", text] + (isShared ? ["SHARED"] : [])
        }
    }
}
