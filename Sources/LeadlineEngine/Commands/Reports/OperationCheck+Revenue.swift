import LeadlineDomain
import LeadlineStore

extension Inspection {
    /// What is counted of each sale is what the sale and its bonuses say; whose it was is not asked
    /// again, for the lead may have gone on since.
    mutating func checkRevenue(_ view: inout View) {
        each(Schema.sales.table, &view) { inspection, view, sale in
            let stored = view.get(Schema.revenues.table, sale.id)
            var expected = view.recounted(sale)
            if let stored { expected?.attribution = stored.attribution }
            // One whose last bonus was taken back stays, with nothing in it.
            if let stored, expected == nil, !stored.isSold, stored.commissions.isEmpty { return }
            guard stored != expected else { return }
            inspection.add("revenue", sale.id.text, "differs from its sale and bonuses")
        }
        each(Schema.revenues.table, &view) { inspection, view, revenue in
            guard view.get(Schema.sales.table, revenue.id) == nil else { return }
            inspection.add("revenue", revenue.id.text, "is of no sale")
        }
    }
}
