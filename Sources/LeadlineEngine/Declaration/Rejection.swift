/// The first word of an error reply: what client code may branch on.
///
/// The words are API and never change meaning; `Protocol/ERRORS.md` is made from this list
/// (`protocol.md` 11).
package enum ErrorCode: CaseIterable, Sendable {
    case error
    case noProtocol
    case noLogin
    case wrongLogin
    case noPermission
    case notFound
    case exists
    case conflict
    case badState
    case invalid
    case suppressed
    case limit
    case tryAgain
    case readOnly
    case noSpace
    case uncertain
    case blockRefused
    case aborted
    case resync
    case shutdown
    case unblocked
    case denied
    case `internal`

    /// The code as it stands on the wire: 2 to 16 capital letters.
    package var word: StaticString {
        switch self {
        case .error: "ERR"
        case .noProtocol: "NOPROTO"
        case .noLogin: "NOAUTH"
        case .wrongLogin: "WRONGPASS"
        case .noPermission: "NOPERM"
        case .notFound: "NOTFOUND"
        case .exists: "EXISTS"
        case .conflict: "CONFLICT"
        case .badState: "BADSTATE"
        case .invalid: "INVALID"
        case .suppressed: "SUPPRESSED"
        case .limit: "LIMIT"
        case .tryAgain: "TRYAGAIN"
        case .readOnly: "READONLY"
        case .noSpace: "NOSPACE"
        case .uncertain: "UNCERTAIN"
        case .blockRefused: "EXECABORT"
        case .aborted: "ABORTED"
        case .resync: "RESYNC"
        case .shutdown: "SHUTDOWN"
        case .unblocked: "UNBLOCKED"
        case .denied: "DENIED"
        case .internal: "INTERNAL"
        }
    }

    /// What the code tells the caller, for the error page.
    package var meaning: String {
        switch self {
        case .error:
            "The request is not understood: unknown command or keyword, wrong arity, bad grammar."
        case .noProtocol: "HELLO asked for a protocol version other than 2 or 3."
        case .noLogin: "The connection has not logged in, or its login has ended."
        case .wrongLogin: "No such user or token, or one that may not log in."
        case .noPermission: "The caller's role may not use this command or keyword."
        case .notFound: "No such row, or none that the caller may see."
        case .exists: "Something live is in the way; the first word is its id."
        case .conflict: "The record moved on, or the key was used for something else."
        case .badState: "The record's state does not allow this; the message names what is."
        case .invalid: "A value failed validation; the message starts with the field's name."
        case .suppressed: "The address has unsubscribed from this topic."
        case .limit: "A size or rate was exceeded; nothing was executed."
        case .tryAgain: "Passing overload; certainly not executed; send it again."
        case .readOnly: "The server only reads, so that a hurt store can be looked at."
        case .noSpace: "The disk is nearly full: writes are refused, reads go on."
        case .uncertain: "The commit failed half-way; retry with the same IDEM key to learn more."
        case .blockRefused:
            "EXEC ran nothing, because a command of the block had been refused before."
        case .aborted: "Undone or not run, because another write of its MULTI block failed."
        case .resync:
            "A subscriber fell behind and missed events; the connection closes."
        case .shutdown: "The server is draining; reconnect."
        case .unblocked: "CLIENT UNBLOCK ended the wait of this request; it did nothing."
        case .denied: "The address or the connection is not welcome; the connection closes."
        case .internal: "A fault of the server or its disk; the log has the details."
        }
    }
}

/// Why a command was refused: the caller's fault, answered as `-CODE message`.
///
/// Built on the error path only, so that text costs nothing when all is well.
package struct Rejection: Error, Equatable, Sendable {
    /// The word that programs branch on.
    package let code: ErrorCode
    /// One line for people, without the code.
    package let message: String
    /// The field at fault, lower case, for the JSON dialect; nil where no single field is.
    package let field: String?

    package init(_ code: ErrorCode, _ message: String, field: String? = nil) {
        self.code = code
        self.message = message
        self.field = field
    }

    /// A field that failed validation: `-INVALID zip: …`.
    package static func invalid(_ field: String, _ reason: String) -> Rejection {
        Rejection(.invalid, "\(field): \(reason)", field: field)
    }

    /// A request that is not understood.
    package static func syntax(_ message: String) -> Rejection { Rejection(.error, message) }
}
