import LeadlineDomain

extension Number {
    /// A number of 32 bits, as records keep it; nil of nothing.
    ///
    /// - Throws: `INVALID field` where it is larger.
    static func small(_ field: String, _ number: Number?) throws(Rejection) -> UInt32? {
        guard let number else { return nil }
        guard let value = UInt32(exactly: number.value) else {
            throw .invalid(field, "at most \(UInt32.max)")
        }
        return value
    }
}
