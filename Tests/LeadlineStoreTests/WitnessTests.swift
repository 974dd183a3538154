import Foundation
import Testing

@testable import LeadlineStore

/// What became of the newest log.
enum LogState: CaseIterable {
    case sound
    case gone
    case empty
    /// Its bytes are those of another file.
    case replaced
    /// It is a sound log of earlier.
    case older
}

/// What became of the file that tells how far everything was durable.
enum WitnessState: CaseIterable {
    case sound
    case gone
    case empty
    /// Its bytes are those of another file.
    case replaced
    /// It says a number in another way than it is written.
    case otherwise
    /// It is a sound one of earlier.
    case older

    /// Whether it says a position.
    var isRead: Bool { self == .sound || self == .older }
}

@Suite("The log's end and what witnesses it")
struct WitnessTests {
    private let directory: TemporaryDirectory
    private let log: String
    private let olderLog: Data

    /// A store of eight commits, four of them in a table and four in the log.
    init() throws {
        directory = try TemporaryDirectory()
        let store = try directory.open()
        Self.commit(1...4, to: store)
        store.close()
        let second = try directory.open()
        Self.commit(5...6, to: second)
        log = directory.data + "/" + (try #require(try directory.files(".log").last))
        olderLog = try Data(contentsOf: URL(fileURLWithPath: log))
        Self.commit(7...8, to: second)
        second.close()
    }

    private static func commit(_ numbers: ClosedRange<UInt8>, to store: Store) {
        for number in numbers { store.commit { $0.putBytes(cell: number, [number]) } }
    }

    private func write(_ bytes: Data?, to path: String) throws {
        guard let bytes else { return try FileManager.default.removeItem(atPath: path) }
        try bytes.write(to: URL(fileURLWithPath: path))
    }

    private func hurt(_ log: LogState, _ witness: WitnessState) throws {
        switch log {
        case .sound: break
        case .gone: try write(nil, to: self.log)
        case .empty: try write(Data(), to: self.log)
        case .replaced: try write(Data("8\n".utf8), to: self.log)
        case .older: try write(olderLog, to: self.log)
        }
        let path = directory.data + "/high-water"
        switch witness {
        case .sound: break
        case .gone: try write(nil, to: path)
        case .empty: try write(Data(), to: path)
        case .replaced: try write(olderLog, to: path)
        case .otherwise: try write(Data("+8\n".utf8), to: path)
        case .older: try write(Data("4\n".utf8), to: path)
        }
    }

    // Fault 119, 69: a log, its witness or both are gone or another's: refused, the files as they
    // were, unless all is there or nothing tells that anything but the last second is not.
    @Test(
        "A store is opened only where a witness says that its log is whole",
        arguments: LogState.allCases, WitnessState.allCases)
    func opening(log: LogState, witness: WitnessState) throws {
        try hurt(log, witness)
        let before = try directory.contents()
        let isWhole = log == .sound && witness.isRead
        guard isWhole || witness == .older else {
            let fault = #expect(throws: StoreFault.self) { try directory.open() }
            switch fault {
            case .rolledBack, .witnessLost: break
            default: Issue.record("\(String(describing: fault))")
            }
            #expect(try directory.contents() == before)
            return
        }
        let store = try directory.open()
        defer { store.close() }
        // Both are sound ones of earlier: together they are a sound store of earlier.
        #expect(store.position == (log == .sound ? 8 : log == .older ? 6 : 4))
    }

    // Fault 119: what is saved of a store whose log or witness is gone is told to lack something.
    @Test(
        "Saving never calls a store whole whose end nothing witnesses",
        arguments: LogState.allCases, WitnessState.allCases)
    func salvage(log: LogState, witness: WitnessState) throws {
        try hurt(log, witness)
        let salvage = try Salvage(directory.options())
        defer { salvage.store.close() }
        let isToldWhole = salvage.losses.isEmpty
        let isWhole = log == .sound && witness.isRead
        #expect(isToldWhole == (isWhole || witness == .older))
        let isWitnessTold = salvage.losses.contains(StoreFault.witnessLoss)
        #expect(isWitnessTold == !witness.isRead)
        if log != .sound, witness == .sound {
            #expect(salvage.losses.contains { $0.hasPrefix("commits ") })
        }
    }

    @Test("Without its witness a store is read, and told to lack something until that is accepted")
    func accepted() throws {
        try hurt(.sound, .gone)
        var options = directory.options()
        options.isReadOnly = true
        let read = try Store.open(options)
        #expect(read.losses == [StoreFault.witnessLoss] && read.position == 8)
        read.close()
        options.isReadOnly = false
        options.acceptsLosses = true
        try Store.open(options).close()
        #expect(try directory.contents()["high-water"] == Data("8\n".utf8))
        let store = try directory.open()
        #expect(store.losses.isEmpty && store.position == 8)
        store.close()
    }

    @Test("A new store has a witness before it has anything to lose")
    func fromTheBeginning() throws {
        let other = try TemporaryDirectory()
        let store = try other.open()
        #expect(try other.contents()["high-water"] == Data("0\n".utf8))
        store.close()
    }
}

@Suite("Lists of tables of earlier")
struct OlderListTests {
    private let directory: TemporaryDirectory
    /// What `CURRENT` and the list were after each flush, and the tables and logs of then.
    private var earlier: [[String: Data]] = []

    /// A store with three tables from three flushes, and a log.
    init() throws {
        directory = try TemporaryDirectory()
        let store = try directory.open()
        for round in 0..<4 as Range<UInt8> {
            for number in 0..<9 as Range<UInt8> {
                store.commit { $0.putBytes(cell: round * 9 + number, [number]) }
            }
            guard round < 3 else { break }
            store.database.flush()
            earlier.append(try directory.contents())
        }
        store.close()
    }

    private func isOfList(_ name: String) -> Bool {
        name == "CURRENT" || name.hasPrefix("MANIFEST")
    }

    // Fault 121: a sound list of earlier over newer tables and logs is refused, though the log's
    // end is where it was.
    @Test("A list of tables of earlier never opens a store that lacks what came between")
    func refused() throws {
        let whole = try directory.contents()
        for files in earlier.dropLast() {
            for (name, bytes) in files where isOfList(name) {
                try bytes.write(to: URL(fileURLWithPath: directory.data + "/" + name))
            }
            let before = try directory.contents()
            #expect(before != whole)
            let fault = #expect(throws: StoreFault.self) { try directory.open() }
            #expect(fault?.reason.contains("are missing in front of") == true)
            #expect(try directory.contents() == before)
            var options = directory.options()
            options.isReadOnly = true
            #expect(throws: StoreFault.self) { try Store.open(options) }
        }
    }

    @Test("What a list of earlier lacks is saved from the tables, and told")
    func saved() throws {
        for (name, bytes) in earlier[0] where isOfList(name) {
            try bytes.write(to: URL(fileURLWithPath: directory.data + "/" + name))
        }
        let salvage = try Salvage(directory.options())
        defer { salvage.store.close() }
        #expect(salvage.losses.contains { $0.hasPrefix("list of tables: made anew") })
        var view = salvage.store.view(.point)
        for cell in 0..<36 as Range<UInt8> {
            #expect(view.getBytes(cell: cell) == [cell % 9], "cell \(cell)")
        }
    }

    @Test("A log that is missing between the tables and another log is refused")
    func logMissing() throws {
        // The tables of the first flush with the log of the end, as if all between were lost.
        for name in try directory.files(".ldb") where earlier[0][name] == nil {
            try FileManager.default.removeItem(atPath: directory.data + "/" + name)
        }
        for (name, bytes) in earlier[0] where isOfList(name) {
            try bytes.write(to: URL(fileURLWithPath: directory.data + "/" + name))
        }
        #expect(throws: StoreFault.self) { try directory.open() }
        let salvage = try Salvage(directory.options())
        #expect(!salvage.losses.isEmpty)
        salvage.store.close()
    }

    @Test("A store that was flushed, compacted and opened again and again is taken as whole")
    func sound() throws {
        for round in 0..<4 as Range<UInt8> {
            let store = try directory.open()
            for number in 0..<9 as Range<UInt8> {
                store.commit { $0.putBytes(cell: number, [round]) }
                if number == 3 { store.database.flush() }
                if number == 6 { store.compact() }
            }
            store.close()
        }
        let store = try directory.open()
        #expect(store.position == 72)
        store.close()
    }
}
