import LeadlineDomain
package import LeadlineStore

/// Brings what an older program stored up to what this one expects to find.
///
/// Formats 1 to 4 are told in `DataDirectory`. From 2 to 3: leads are entered under the indexes
/// that came with 3; from 3 to 4, under those of their claims. Records are not rewritten: each
/// tells its version. The events of format 2 have no audience, so there is nothing that those
/// outside the house would find them by.
package struct StoreUpgrade: ~Copyable {
    private let store: Store
    private let group: Group
    private var last: LeadID?

    /// So many leads are entered with one commit.
    package static let leadsPerStep = 500
    private static let newTags = [
        Tag.leadByMeeting, Tag.leadByOutsider, Tag.leadByClaimEnd, Tag.leadByClaimant,
        Tag.leadByWaiting,
    ]

    /// Opens a store as `Store.open` does; one of an older format is upgraded at once.
    ///
    /// An upgrade that was cut short goes on at the next opening: entering a lead twice is entering
    /// it once.
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
    }

    /// Enters the next leads, in a commit of their own; false when there are no more.
    package mutating func step() throws(StoreFault) -> Bool {
        let after = last
        let leads = group.transact { changes in
            let leads = changes.view.rows(
                of: Schema.leads.table, after: after, limit: Self.leadsPerStep)
            for lead in leads {
                changes.complete(Schema.leads.table, lead, under: Self.newTags)
            }
            return leads
        }
        if let fault = group.fault { throw fault }
        if let entry = group.seal(epoch: store.epoch) { try store.apply(entry) }
        group.reset()
        last = leads.last?.id
        return leads.count == Self.leadsPerStep
    }
}
