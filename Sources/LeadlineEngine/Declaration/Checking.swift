import LeadlineDomain

/// Runs a parse whose failure is the named field's.
func checking<T>(_ field: String, _ parse: () throws(ValueFault) -> T) throws(Rejection) -> T {
    do throws(ValueFault) { return try parse() } catch { throw .invalid(field, error.reason) }
}
