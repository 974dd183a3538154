/// Why TLS cannot be served with the files it was given, and what to do about it.
package enum TLSFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// A key that another one needs has no value.
    case missing(key: String, needed: String)
    /// A file cannot be read.
    case unreadable(key: String, path: String, reason: String)
    /// A file may be read or written by whoever has an account here.
    case exposed(key: String, path: String)
    /// A file does not hold what it should.
    case malformed(key: String, path: String, expected: String)
    /// The private key is another certificate's.
    case otherKey(certificate: String, key: String)
    /// The certificate's time is over.
    case expired(path: String, since: String)
    /// The certificate's time has not come.
    case tooEarly(path: String, until: String)
    /// Anything else that the library says.
    case refused(String)

    package var description: String {
        switch self {
        case .missing(let key, let needed): "'\(needed)' needs '\(key)' as well"
        case .unreadable(let key, let path, let reason): "cannot read \(key) \(path): \(reason)"
        case .exposed(let key, let path):
            "refusing \(key) \(path): others may read or change it; chmod 600, or 640 for a group"
        case .malformed(let key, let path, let expected): "\(key) \(path) holds no \(expected)"
        case .otherKey(let certificate, let key):
            "the private key in \(key) does not belong to the certificate in \(certificate)"
        case .expired(let path, let since): "the certificate in \(path) has expired at \(since)"
        case .tooEarly(let path, let until):
            "the certificate in \(path) is not valid before \(until)"
        case .refused(let reason): "TLS cannot be set up: \(reason)"
        }
    }
}
