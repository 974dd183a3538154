import Glibc

/// Why a measurement was given up.
package struct LoadFailure: Error, CustomStringConvertible {
    /// The reason, in one line.
    package let description: String

    /// States the reason.
    init(description: String) { self.description = description }

    /// States what could not be done and the system's reason.
    init(_ what: String, errno code: Int32) {
        description = "\(what): \(String(cString: strerror(code)))"
    }
}
