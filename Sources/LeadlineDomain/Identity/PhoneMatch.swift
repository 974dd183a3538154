/// How well two telephone numbers match, the worst first.
package enum PhoneMatch: Int, Comparable, Sendable {
    /// They are different numbers, or have different extensions.
    case none
    /// One is the end of the other, and their countries do not differ.
    case shortNational
    /// The national numbers are equal, and a country is missing.
    case national
    /// Country and national number are equal.
    case exact

    package static func < (left: PhoneMatch, right: PhoneMatch) -> Bool {
        left.rawValue < right.rawValue
    }
}
