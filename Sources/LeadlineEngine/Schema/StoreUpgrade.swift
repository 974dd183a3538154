import LeadlineDomain
package import LeadlineStore

/// Brings what an older program stored up to what this one expects to find.
///
/// The formats are told in `DataDirectory`. From 2 to 3: leads are entered under the indexes that
/// came with 3. To 4: under those of their claims and of whom they wait for, and they are counted.
/// To 5: under that of whom an answer is due of; what 4 has counted stays.
/// Records are not rewritten: each tells its version. The events of format 2 have no audience, so
/// there is nothing that those outside the house would find them by.
package struct StoreUpgrade: ~Copyable {
    private let store: Store
    private let group: Group
    private var last: LeadID?
    /// Whether what an upgrade that was cut short has counted is gone.
    private var isCleared: Bool
    /// The indexes and counters that the store lacks.
    private let newTags: [UInt8]

    /// How many leads were entered.
    package private(set) var leadsEntered = 0

    /// So many leads are entered with one commit.
    package static let leadsPerStep = 500
    /// What came up to format 4, and what came with 5.
    private static let tagsUpTo4 = [
        Tag.leadByMeeting, Tag.leadByOutsider, Tag.leadByClaimEnd, Tag.leadByClaimant,
        Tag.leadByWaiting, Tag.leadCounters, Tag.leadWonByPartner, Tag.leadStandingByPartner,
    ]
    private static let tagsOf5 = [Tag.leadDueWith]
    /// The first format in which leads are counted.
    private static let countingFormat: UInt32 = 4

    /// Opens a store as `Store.open` does; one of an older format is upgraded at once.
    ///
    /// An upgrade that was cut short begins again at the next opening: entering a lead twice is
    /// entering it once, and what was counted is forgotten first.
    package static func open(_ options: StoreOptions) throws(StoreFault) -> Store {
        let store = try Store.open(options)
        guard store.upgradingFrom != nil else { return store }
        var upgrade = StoreUpgrade(store)
        do throws(StoreFault) {
            while try upgrade.step() {}
            try store.finishUpgrade()
        } catch {
            store.close()
            throw error
        }
        return store
    }

    /// An upgrade that has not begun; nothing else writes to the store until it is done.
    package init(_ store: Store) {
        self.store = store
        group = Group(store: store)
        let isCounted = (store.upgradingFrom ?? 0) >= Self.countingFormat
        isCleared = isCounted
        newTags = isCounted ? Self.tagsOf5 : Self.tagsUpTo4 + Self.tagsOf5
    }

    /// Enters the next leads, or forgets the next counts, in a commit of their own; false when
    /// there is no more to do.
    package mutating func step() throws(StoreFault) -> Bool {
        guard isCleared else {
            let isMore = group.transact { changes in
                changes.clear(Schema.leads.counters, limit: Self.leadsPerStep)
                    || changes.clear(Schema.leads.wonByPartner, limit: Self.leadsPerStep)
                    || changes.clear(Schema.leads.standingByPartner, limit: Self.leadsPerStep)
            }
            try commit()
            isCleared = !isMore
            return true
        }
        let (after, newTags) = (last, newTags)
        let leads = group.transact { changes in
            let leads = changes.view.rows(
                of: Schema.leads.table, after: after, limit: Self.leadsPerStep)
            for lead in leads {
                changes.complete(Schema.leads.table, lead, under: newTags)
            }
            return leads
        }
        try commit()
        last = leads.last?.id
        leadsEntered += leads.count
        return leads.count == Self.leadsPerStep
    }

    private func commit() throws(StoreFault) {
        if let fault = group.fault { throw fault }
        if let entry = group.seal(epoch: store.epoch) { try store.apply(entry) }
        group.reset()
    }
}
