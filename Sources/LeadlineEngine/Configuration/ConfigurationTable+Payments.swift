import LeadlineDomain

extension ConfigurationTable {
    /// What decides about payments: constant while the server runs, so that a replay is exact.
    static let payments: [ConfigurationKey] = [
        ConfigurationKey(
            "paymenttimeout", .text("a duration such as 30m"), .start,
            "How long an attempt to pay may be without a result, before it is unknown."
        ) {
            $0.settings.paymentTimeout.text.description
        } write: { values, text in
            guard let length = try? Seconds.parse(text.bytes), length > Seconds(0) else {
                return false
            }
            values.settings.paymentTimeout = length
            return true
        },
        ConfigurationKey(
            "linkexpiry", .text("a duration such as 365d, or never"), .start,
            "How long the link of an invoice is good for."
        ) {
            $0.settings.linkExpiry?.text.description ?? "never"
        } write: { values, text in
            guard !text.bytes.matches("never") else {
                values.settings.linkExpiry = nil
                return true
            }
            guard let length = try? Seconds.parse(text.bytes), length > Seconds(0) else {
                return false
            }
            values.settings.linkExpiry = length
            return true
        },
        ConfigurationKey(
            "house", .text("a name of at most \(houseBytesMax) bytes"), .start,
            "How the house is called where something is paid to it; empty is not at all."
        ) {
            $0.settings.house?.description ?? ""
        } write: { values, text in
            guard text.count <= houseBytesMax else { return false }
            values.settings.house = text.orNil
            return true
        },
    ]

    /// The name of the house.
    private static let houseBytesMax = 256
}
