import LeadlineDomain
import LeadlineEngine
package import LeadlineStore
import LeadlineWire
import NIOCore

/// `CHECK DEEP` on a store that nobody serves, and of which nothing is written.
package enum OfflineCheck {
    /// Opens the store and answers one line per inconsistency; none is a sound store.
    package static func run(_ options: StoreOptions) throws(StoreFault) -> [String] {
        var options = options
        options.isReadOnly = true
        let store = try StoreUpgrade.open(options)
        defer { store.close() }
        return try problems(Engine(store: store))
    }

    private static func problems(_ engine: Engine) throws(StoreFault) -> [String] {
        var request = Request()
        for word in ["CHECK", "DEEP"] { request.frame.append(word.utf8) }
        let session = Session(
            number: 0, remoteAddress: "", localAddress: "", now: engine.clock.now)
        // The house itself asks: nobody has to log in to look at files that are theirs.
        session.caller = Caller(name: "system", role: .admin, origin: "check")
        var reply = ReplyWriter(format: .text)
        do throws(Rejection) {
            guard case .scan(let command) = try engine.plan(&request, session) else {
                preconditionFailure("CHECK is no scan")
            }
            _ = engine.runRead(command, &request, session.caller, isLastTry: true, &reply)
        } catch {
            throw .corrupt(error.message)
        }
        let lines = String(buffer: reply.buffer).split(separator: "\r\n")
        guard let final = lines.last, final.hasPrefix("+") else {
            throw .corrupt(lines.last.map(String.init) ?? "no answer")
        }
        return lines.filter { $0.hasPrefix(" ") }.map { String($0.dropFirst()) }
    }
}
