import LeadlineDomain
package import LeadlineStore

/// Brings what an older program stored up to what this one expects to find.
///
/// The formats are told in `DataDirectory`. From 2 to 3: leads are entered under the indexes that
/// came with 3. To 4: under those of their claims and of whom they wait for, and they are counted.
/// To 5: leads under whom an answer is due of; sales are counted, under whoever has their leads
/// now, and so is what is due and unpaid; payouts under what awaits somebody and the year.
/// Records are not rewritten: each tells its version. The events of format 2 have no audience, so
/// there is nothing that those outside the house would find them by.
package struct StoreUpgrade: ~Copyable {
    private let store: Store
    private let group: Group
    private var phase: Phase? = .clearing
    private var last: UInt64?

    /// How many leads were entered.
    package private(set) var leadsEntered = 0

    /// So many leads, bonuses or payouts are entered with one commit, or sales counted.
    package static let leadsPerStep = 500

    /// What is being done.
    private enum Phase {
        /// What an upgrade that was cut short has counted is forgotten.
        case clearing
        case leads
        case sales
        case bonuses
        case payouts
    }

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
    }

    /// Enters the next records, counts the next sales, or forgets the next counts, in a commit of
    /// their own; false when there is no more to do.
    package mutating func step() throws(StoreFault) -> Bool {
        switch phase {
        case .clearing: try clear()
        case .leads:
            let tags = areLeadsOld ? Self.tagsUpTo4 + Self.tagsOf5 : Self.tagsOf5
            leadsEntered += try enter(Schema.leads.table, under: tags, then: .sales)
        case .sales: try countSales()
        case .bonuses:
            _ = try enter(Schema.bonuses.table, under: [Tag.bonusUnpaid], then: .payouts)
        case .payouts:
            let tags = [Tag.payoutAwaiting, Tag.payoutByYear]
            _ = try enter(Schema.payouts.table, under: tags, then: nil)
        case nil: return false
        }
        return true
    }

    private mutating func clear() throws(StoreFault) {
        let areLeadsOld = areLeadsOld
        let isMore = group.transact { changes in
            if areLeadsOld,
                changes.clear(Schema.leads.counters, limit: Self.leadsPerStep)
                    || changes.clear(Schema.leads.wonByPartner, limit: Self.leadsPerStep)
                    || changes.clear(Schema.leads.standingByPartner, limit: Self.leadsPerStep)
            {
                return true
            }
            return changes.clear(Schema.bonuses.unpaid, limit: Self.leadsPerStep)
        }
        try commit()
        if !isMore { phase = .leads }
    }

    /// Whether the leads were not counted yet.
    private var areLeadsOld: Bool {
        store.upgradingFrom.map { $0 < Self.countingFormat } ?? false
    }

    /// Enters the next records of a table under indexes and counters that it did not have; answers
    /// how many.
    private mutating func enter<R: StoredRecord>(
        _ table: borrowing Table<R>, under tags: [UInt8], then next: Phase?
    ) throws(StoreFault) -> Int where R.ID: EntityID {
        let after = last.map { R.ID(raw: $0) }
        let rows = group.transact { changes in
            let rows = changes.view.rows(of: table, after: after, limit: Self.leadsPerStep)
            for row in rows { changes.complete(table, row, under: tags) }
            return rows
        }
        try commit()
        goOn(after: rows.last?.id.raw, rows.count, then: next)
        return rows.count
    }

    /// A sale is counted by a record of its own, so that counting it twice is counting it once.
    private mutating func countSales() throws(StoreFault) {
        let after = last.map { SaleID(raw: $0) }
        let sales = group.transact { changes in
            let sales = changes.view.rows(
                of: Schema.sales.table, after: after, limit: Self.leadsPerStep)
            for sale in sales {
                if let revenue = changes.view.recounted(sale) {
                    changes.put(Schema.revenues.table, revenue)
                }
            }
            return sales
        }
        try commit()
        goOn(after: sales.last?.id.raw, sales.count, then: .bonuses)
    }

    private mutating func goOn(after place: UInt64?, _ count: Int, then next: Phase?) {
        last = place
        guard count < Self.leadsPerStep else { return }
        last = nil
        phase = next
    }

    private func commit() throws(StoreFault) {
        if let fault = group.fault { throw fault }
        if let entry = group.seal(epoch: store.epoch) { try store.apply(entry) }
        group.reset()
    }
}
