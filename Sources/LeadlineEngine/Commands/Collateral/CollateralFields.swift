import LeadlineDomain
import LeadlineStore

/// The documented fields of a piece of collateral.
enum CollateralFields {
    static let table = FieldTable<Collateral>([
        EntityField("name") { .text($0.name) },
        EntityField("url") { .text($0.url) },
        EntityField("service") { .optional($0.service) },
        EntityField("tier") { .optional($0.tier) },
        EntityField("created") { .time($0.created) },
    ])
}

/// The columns of COLLATERAL.LIST.
enum CollateralColumns: PageColumns {
    static let standard = CollateralFields.table.fields
}

/// The documented fields of a finished course.
enum TrainingFields {
    static let table = FieldTable<Training>([
        EntityField("partner") { .id($0.partner) },
        EntityField("course") { .text($0.course) },
        EntityField("at") { .time($0.at) },
        EntityField("author") { .optional($0.author.orNil) },
    ])

    /// What an event of a course says beside its subject, the partner.
    static let event = FieldTable<Training>(
        table.fields.filter { ["course", "at"].contains($0.name.description) })
}

/// The columns of TRAINING.LIST.
enum TrainingColumns: PageColumns {
    static let standard = TrainingFields.table.fields
}

extension EventType {
    static let collateralAdded = EventType("collateral.added")
    static let collateralDeleted = EventType("collateral.deleted")
    static let trainingDone = EventType("training.done", fields: ["course", "at"])
}

extension Collateral {
    /// How events name this piece.
    var subject: EventSubject { EventSubject(name: Text("COLLATERAL \(name)")) }
}
