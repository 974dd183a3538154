/// Why a value cannot be read.
///
/// The reason is a short phrase without a full stop, meant for the person who typed the value; the
/// caller knows the field's name. It is built on the error path only and may quote the input.
package struct ValueFault: Error, Hashable, Sendable {
    /// What is wrong, without a full stop.
    package let reason: String

    /// Makes a fault of its reason.
    package init(_ reason: String) {
        self.reason = reason
    }
}
