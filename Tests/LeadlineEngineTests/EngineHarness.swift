import Foundation
import LeadlineDomain
import LeadlineStore
import LeadlineVectors
import LeadlineWire
import NIOCore
import Testing

@testable import LeadlineEngine

/// An engine over a store in a temporary folder, its clock standing, without a socket.
///
/// Everything runs at once on the caller's thread: a write is committed before it is answered.
final class EngineHarness {
    private let floor: EngineFloor
    /// The connection of `run`.
    private lazy var desk = floor.connect()

    var engine: Engine { floor.engine }

    /// 2026-11-21T17:00:00Z, a Saturday.
    static let start = Timestamp(milliseconds: 1_795_280_400_000)

    init(
        _ settings: Settings = EngineHarness.settings, blockLimits: BlockLimits = BlockLimits()
    ) throws {
        floor = try EngineFloor(settings, blockLimits)
    }

    /// An engine over a store that is there; with the harness its folder goes.
    init(opening directory: String, isReadOnly: Bool = false) throws {
        floor = try EngineFloor(opening: directory, isReadOnly: isReadOnly)
    }

    /// The usual settings, with debug commands.
    static var settings: Settings {
        var settings = Settings()
        settings.areDebugCommandsEnabled = true
        return settings
    }

    /// Sends a line on the harness's own connection; answers the reply's lines.
    @discardableResult
    func run(_ line: String) -> [String] { desk.run(line) }

    /// Sends a line; answers the last line of the reply.
    @discardableResult
    func last(_ line: String) -> String { run(line).last ?? "" }

    /// Ends the server as a crash does, and starts it again at that time: what has become due
    /// meanwhile happens late.
    func restart(at time: Timestamp? = nil) throws {
        try floor.restart(at: time)
        desk = floor.connect()
    }

    /// Has others do something between two steps of a command that works in steps.
    func betweenSteps(_ others: (() -> Void)?) { floor.betweenSteps = others }

    /// Where the store's files are.
    var directory: String { floor.directory }

    /// Opens another connection.
    func connect() -> HarnessConnection { floor.connect() }
}

extension EngineHarness: VectorServer {}

/// What a harness's connections share; there as long as one of them is.
final class EngineFloor {
    private(set) var engine: Engine
    private var writer: Writer
    fileprivate let directory: String
    private var connections: [Weakly] = []
    private var index = ChannelIndex<Weakly>()
    /// What others do between two steps of a command.
    fileprivate var betweenSteps: (() -> Void)?

    private struct Weakly {
        weak var connection: HarnessConnection?
    }

    fileprivate init(_ settings: Settings, _ blockLimits: BlockLimits) throws {
        let directory =
            FileManager.default.temporaryDirectory
            .appending(path: "leadline-engine-\(UUID().uuidString)").path
        self.directory = directory
        engine = Engine(
            store: try Store.open(Self.options(directory)),
            clock: Clock(standingAt: EngineHarness.start), settings: settings,
            facts: Self.facts(directory))
        // The same salts each time.
        writer = Writer(engine: engine, seed: 1, blockLimits: blockLimits)
    }

    fileprivate init(opening directory: String, isReadOnly: Bool) throws {
        self.directory = directory
        var options = Self.options(directory)
        options.isReadOnly = isReadOnly
        engine = Engine(
            store: try StoreUpgrade.open(options), clock: Clock(standingAt: EngineHarness.start),
            settings: EngineHarness.settings)
        writer = Writer(engine: engine, seed: 1)
    }

    private static func options(_ directory: String) -> StoreOptions {
        StoreOptions(path: directory, durability: .os, freeBytesMin: 0, freePercentMin: 0)
    }

    private static func facts(_ directory: String) -> Engine.ServerFacts {
        var facts = Engine.ServerFacts()
        facts.backupDirectory = directory + "-backups"
        return facts
    }

    fileprivate func restart(at time: Timestamp?) throws {
        engine.store.close()
        if let time { engine.clock.stand(at: time) }
        engine = Engine(
            store: try Store.open(Self.options(directory)), clock: engine.clock,
            settings: engine.settings, facts: Self.facts(directory))
        writer = Writer(engine: engine, seed: engine.store.position)
        #expect(writer.finishSteps() == .durable)
        #expect(writer.catchUp() == .durable)
    }

    deinit {
        engine.store.close()
        // A directory that stays behind in the temporary folder is no failure of the test.
        try? FileManager.default.removeItem(atPath: directory)
        try? FileManager.default.removeItem(atPath: engine.facts.backupDirectory)
    }

    fileprivate func connect() -> HarnessConnection {
        let connection = HarnessConnection(self, number: UInt64(connections.count + 1))
        connections.append(Weakly(connection: connection))
        return connection
    }

    /// Executes a write and commits it.
    fileprivate func write(
        _ request: inout Request, _ caller: Caller, _ reply: inout ReplyWriter
    ) {
        var isUnfinished: Bool
        repeat {
            writer.execute(&request, caller, &reply)
            isUnfinished = writer.isUnfinished
            commit()
            if isUnfinished { betweenSteps?() }
        } while isUnfinished
    }

    /// Commits what was executed, and tells those who subscribed.
    private func commit() {
        let last = engine.lastEvent
        let sealed = writer.seal()
        if let sealed {
            let outcome = engine.append(sealed, to: writer.journal)
            precondition(outcome == .durable, "a commit on a sound disk failed")
        }
        writer.settle()
        if sealed?.hasErased ?? false {
            do { try engine.store.compactErased() } catch { preconditionFailure("\(error)") }
        }
        if let ended = sealed?.endedLogins, !ended.isEmpty {
            for place in connections { place.connection?.review(ended) }
        }
        for message in engine.messages(after: last) ?? [] {
            index.forEach(hearing: message.channel) { pattern, subscribers in
                for subscriber in subscribers {
                    guard let connection = subscriber.connection,
                        let shown = message.shown(to: connection.session.caller)
                    else { continue }
                    connection.tell { shown.write(pattern: pattern, to: &$0) }
                }
            }
        }
    }

    /// Follows what a connection subscribed to.
    fileprivate func follow(_ connection: HarnessConnection) {
        for change in connection.session.takeSubscriptionChanges() {
            index.apply(change, of: Weakly(connection: connection), connection.session.number)
        }
    }

    /// Shows a request to those who monitor.
    fileprivate func show(_ line: MonitorLine, to monitors: [HarnessConnection]) {
        for connection in monitors { connection.tell { line.write(to: &$0) } }
    }

    /// Those who monitor now.
    fileprivate var monitors: [HarnessConnection] {
        connections.compactMap(\.connection).filter(\.session.isMonitoring)
    }

    /// Executes a block and commits it.
    fileprivate func write(
        _ script: BlockScript, _ caller: Caller, _ reply: inout ReplyWriter
    ) {
        writer.execute(script, caller, &reply)
        commit()
    }

    /// Asks every open connection, and does what follows for each but the asking one.
    fileprivate func answer(_ muster: Muster) -> Muster.Tally {
        var tally = Muster.Tally()
        for connection in connections.compactMap(\.connection) where !connection.isClosed {
            let verdict = muster.verdict(connection.session, connection.state)
            tally.add(verdict, connection.session, muster)
            switch verdict {
            case .pass, .listed: break
            case .close: if connection.session.number != muster.asker { connection.close() }
            case .unblock(let asError): connection.unblock(asError: asError)
            }
        }
        return tally
    }

    /// Lets those look who wait for an event.
    fileprivate func wake() {
        for place in connections { place.connection?.wake() }
    }
}

/// One connection to a harness: bytes in, bytes out, with everything a server does between.
final class HarnessConnection: VectorConnection {
    private let floor: EngineFloor
    let session: Session
    private var decoder = RequestDecoder()
    private var request = Request()
    private var input = ByteBuffer()
    /// Where the present request began.
    private var start = 0
    private var output: [UInt8] = []
    private var parked: (index: Int, wait: Reader.Wait)?
    private var isFinished = false
    fileprivate private(set) var isClosed = false

    fileprivate init(_ floor: EngineFloor, number: UInt64) {
        self.floor = floor
        session = Session(
            number: number, remoteAddress: "127.0.0.1:40112", localAddress: "127.0.0.1:5323",
            now: floor.engine.clock.now)
        floor.engine.welcome(session)
    }

    /// Sends a line; answers the reply's lines.
    @discardableResult
    func run(_ line: String) -> [String] {
        send(Array("\(line)\r\n".utf8))
        defer { output.removeAll() }
        let lines = String(decoding: output, as: UTF8.self).split(
            separator: "\r\n", omittingEmptySubsequences: false)
        return lines.dropLast().map { String($0) }
    }

    func send(_ bytes: [UInt8]) {
        input.writeBytes(bytes)
        advance()
    }

    func finish() {
        isFinished = true
        advance()
    }

    func close() { isClosed = true }

    func receive(within patience: Duration) -> [UInt8]? {
        if output.isEmpty, let milliseconds = parked?.wait.milliseconds,
            patience >= .milliseconds(milliseconds)
        {
            resume(isLastTry: true)
            advance()
        }
        defer { output.removeAll() }
        return output.isEmpty && isClosed ? nil : output
    }

    /// Looks again whether there is what a parked request waits for.
    fileprivate func wake() {
        guard parked != nil else { return }
        resume(isLastTry: false)
        advance()
    }

    fileprivate var state: ConnectionState {
        var state = ConnectionState()
        state.isBlocked = parked != nil
        return state
    }

    /// Does what a server does with a connection when logins ended.
    fileprivate func review(_ ended: [EndedLogin]) {
        switch floor.engine.review(session, ended) {
        case .untouched: return
        case .loggedOut, .expelled:
            if parked != nil {
                parked = nil
                reply(session.format(isRESP: request.frame.isRESP)) {
                    floor.engine.write(.notLoggedIn, nil, to: &$0)
                }
            }
            session.stopListening(floor.engine.channels)
            floor.follow(self)
            if session.isExpelled { isClosed = true }
        }
        advance()
    }

    /// Ends a wait: as if its time were over, or with an error.
    fileprivate func unblock(asError: Bool) {
        if asError {
            parked = nil
            reply(session.format(isRESP: request.frame.isRESP)) {
                $0.error("UNBLOCKED", "client unblocked via CLIENT UNBLOCK")
            }
        } else {
            resume(isLastTry: true)
        }
        advance()
    }

    /// Takes every step that the input allows, until a request has to wait.
    private func advance() {
        while !isClosed, parked == nil {
            start = input.readerIndex
            switch decoder.next(&input, &request.frame, limits: .authenticated) {
            case .incomplete: return end()
            case .request: perform()
            case .skipped: continue
            case .malformed(let error):
                session.spoilBlock()
                reply(session.inlineFormat) { $0.error(error) }
                isClosed = error.isFatal
            case .telnet(let bytes): output += bytes
            case .foreign: isClosed = true
            case .quit:
                reply(session.inlineFormat) { $0.status("OK") }
                isClosed = true
            }
        }
    }

    /// At the end of input everything whole is answered, and what is not is named.
    private func end() {
        guard isFinished else { return }
        if let error = decoder.end(input) { reply(session.inlineFormat) { $0.error(error) } }
        isClosed = true
        session.stopListening(floor.engine.channels)
        floor.follow(self)
    }

    private func perform() {
        let engine = floor.engine
        var hasWritten = false
        let line = MonitorLine(request, session, engine)
        var monitors = floor.monitors
        reply(session.format(isRESP: request.frame.isRESP)) { reply in
            do throws(Rejection) {
                guard !session.isInBlock else {
                    hasWritten = try queue(&reply)
                    return
                }
                let plan = try engine.plan(&request, session)
                note(plan)
                switch plan {
                case .local(let index), .ordered(let index):
                    engine.runLocal(index, &request, session, &reply)
                case .muster(let index):
                    guard let muster = engine.openMuster(index, &request, session, &reply) else {
                        return
                    }
                    let tally = floor.answer(muster)
                    engine.close(muster, tally, to: &reply)
                    isClosed = tally.closesAsker
                case .row(let index), .scan(let index):
                    session.lastView = engine.store.position
                    parked = engine.runRead(index, &request, session.caller, &reply)
                        .map { (index, $0) }
                case .write:
                    let before = engine.store.position
                    floor.write(&request, session.caller, &reply)
                    session.lastView = engine.store.position
                    if session.lastView > before { session.lastCommit = session.lastView }
                    hasWritten = true
                }
            } catch {
                engine.write(error, nil, to: &reply)
            }
        }
        isClosed = isClosed || session.isClosing
        if isClosed { session.stopListening(engine.channels) }
        floor.follow(self)
        // Others are told before the request has done anything, itself afterwards.
        monitors.removeAll { $0 === self }
        if session.isMonitoring { monitors.append(self) }
        if let line { floor.show(line, to: monitors) }
        if hasWritten { floor.wake() }
    }

    /// Puts the request into the open block, or ends that; answers whether something was written.
    private func queue(_ reply: inout ReplyWriter) throws(Rejection) -> Bool {
        var bytes = input
        bytes.moveReaderIndex(to: start)
        bytes.moveWriterIndex(to: input.readerIndex)
        switch try floor.engine.queue(&request, bytes, session) {
        case .queued: reply.status("QUEUED")
        case .atOnce(let index): floor.engine.runLocal(index, &request, session, &reply)
        case .executes:
            let block = try floor.engine.takeBlock(session)
            let script = floor.engine.script(block, session, reply.format)
            floor.write(script, session.caller, &reply)
            return true
        }
        return false
    }

    private func note(_ plan: Engine.Plan) {
        switch plan {
        case .local(let index), .ordered(let index), .muster(let index), .row(let index),
            .scan(let index), .write(let index):
            session.lastCommand = floor.engine.table.commands[index].name
        }
    }

    private func resume(isLastTry: Bool) {
        guard let waiting = parked else { return }
        reply(session.format(isRESP: request.frame.isRESP)) { reply in
            parked = floor.engine.runRead(
                waiting.index, &request, session.caller, resume: waiting.wait.after,
                isLastTry: isLastTry, &reply
            ).map { (waiting.index, $0) }
        }
    }

    /// Adds something that was not asked for.
    fileprivate func tell(_ body: (inout ReplyWriter) -> Void) {
        reply(session.pushFormat, body)
    }

    private func reply(_ format: ReplyFormat, _ body: (inout ReplyWriter) -> Void) {
        var writer = ReplyWriter(format: format)
        body(&writer)
        output += Array(writer.buffer.readableBytesView)
    }
}
