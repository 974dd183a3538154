import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let item: UInt8 = 0x72
}

/// A line's place: its lead and its number there.
struct ItemID: KeyPart, Hashable {
    let lead: LeadID
    let number: UInt32

    func append(to key: inout [UInt8]) {
        lead.append(to: &key)
        number.append(to: &key)
    }

    static func read(_ key: inout KeyReader) -> ItemID? {
        guard let lead = LeadID.read(&key), let number = UInt32.read(&key) else { return nil }
        return ItemID(lead: lead, number: number)
    }
}

extension Item: StoredRecord {
    package static var recordVersion: UInt8 { 1 }
    var id: ItemID { ItemID(lead: lead, number: number) }

    package func encode(into writer: inout RecordWriter) {
        writer.write(lead)
        writer.write(number)
        writer.write(sku)
        writer.write(name)
        writer.write(quantity)
        writer.write(price)
        writer.write(at)
        writer.write(author)
        writer.write(isRemoved)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            lead: try reader.read(), number: try reader.read(), sku: try reader.read(),
            name: try reader.read(), quantity: try reader.read(), price: try reader.read(),
            at: try reader.read(), author: try reader.read())
        isRemoved = try reader.read()
    }
}

/// The lines of orders, found by their leads, which their ids begin with.
struct ItemTable: ~Copyable, Sendable {
    let table = Table<Item>(tag: Tag.item, name: "item")
}

extension View {
    /// The lines of a lead, those taken out among them, in the order in which they were added.
    mutating func items(of lead: LeadID) -> [Item] {
        rows(of: Schema.items.table, under: lead, limit: EngineLimits.itemsPerLeadMax)
    }
}
