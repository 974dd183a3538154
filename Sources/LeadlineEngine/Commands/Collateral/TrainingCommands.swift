import LeadlineDomain
import LeadlineStore

/// TRAINING.DONE: done again, it is done then.
func trainingDone(
    tx: inout Transaction, reference: PartnerReference, course: ProgrammeTitle, at: TimeInput?
) throws(Rejection) -> Done {
    let partner = try tx.partner(reference)
    let (now, zone) = (tx.now, tx.settings.zone)
    let finished = try at.map { at throws(Rejection) in
        try checking("at") { () throws(ValueFault) in
            try at.resolve(now: now, zone: zone, toward: .past, edge: .start)
        }
    }
    guard finished ?? now <= now else { throw .invalid("at", "is in the future") }
    let id = TrainingID(partner: partner.id, course: FoldedName(course.text))
    let old = tx.changes.view.get(Schema.training.table, id)
    // Without a time what is done stays done when it was.
    guard let at = finished ?? (old == nil ? now : nil), at != old?.at else { return Done() }
    let new = Training(
        partner: partner.id, course: old?.course ?? course.text, at: at, author: tx.caller.name)
    tx.changes.put(Schema.training.table, new)
    tx.record(.trainingDone, partner.subject, TrainingFields.event, from: nil, to: new)
    return Done()
}

/// TRAINING.LIST: by partner and course; outside the house one's own partner's only.
func trainingList(
    reader: inout Reader, reference: PartnerReference?, limit: PageLimit?,
    after: TrainingCursor?, columns: WordList?
) throws(Rejection) -> RecordPage<Training, TrainingColumns> {
    let columns = try columns.map { list throws(Rejection) in
        try TrainingFields.table.columns(chosen: list.words)
    }
    let wall = reader.caller.wall
    guard let choice = reader.view.chosen(reference, wall) else {
        return RecordPage([], columns: columns)
    }
    let listing = Listing<Training, TrainingID>(limit: limit, after: after?.id) { $0.id }
    let page = listing.page(&reader.view) { view, position, count in
        view.training(of: choice, after: position, limit: count)
    } keep: { _, _ in
        true
    }
    let rows = page.rows.map { wall.shown($0) }
    return RecordPage(rows, next: page.next.map { TrainingCursor($0).text }, columns: columns)
}

extension Wall {
    /// The course as the caller is shown it: outside the house without who noted it.
    fileprivate func shown(_ training: Training) -> Training {
        guard !isHouse else { return training }
        return Training(
            partner: training.partner, course: training.course, at: training.at, author: "")
    }
}

extension View {
    /// The partner that a list is about, where the caller may ask for it; nil when it is nobody.
    ///
    /// Outside the house a list is about one's own partner.
    mutating func chosen(_ reference: PartnerReference?, _ wall: Wall) -> PartnerChoice? {
        guard let reference else { return wall.isHouse ? .any : wall.partner.map { .one($0) } }
        let partner = anyPartner(reference)
        return partner.flatMap { wall.reaches($0) ? .one($0.id) : nil }
    }

    fileprivate mutating func training(
        of choice: PartnerChoice, after position: TrainingID?, limit: Int
    ) -> [Training] {
        guard case .one(let partner) = choice else {
            return rows(of: Schema.training.table, after: position, limit: limit)
        }
        // No course has an empty name, so this stands before the partner's first one.
        let start = TrainingID(partner: partner, course: FoldedName(""))
        let isInside = position.map { $0.partner >= partner } ?? false
        let found = rows(
            of: Schema.training.table, after: isInside ? position : start, limit: limit)
        return Array(found.prefix { $0.partner == partner })
    }
}
