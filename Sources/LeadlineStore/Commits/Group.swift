/// Everything one group commit writes: the mutations of many commands, each all or nothing.
///
/// While a sealed group is on its way to the disk the next one is made over it.
/// Confined to the writer thread; reused from commit to commit.
package final class Group {
    private let store: Store
    private let overlay: Overlay
    private let draft: Draft
    private let reader: Reader
    private var depth = 0
    /// Where the log ended when the draft last learnt what is on disk.
    private var known: Store.Head
    private var sealed: (position: UInt64, chain: UInt64)?
    /// How many commands ran since the last `reset`.
    package private(set) var commands = 0
    /// The fault that the last command met; nil when it met none.
    ///
    /// Such a command was rolled back, whatever it answered; the others of the group stand.
    package private(set) var fault: StoreFault?

    /// Mutations of about this many bytes fill a group.
    package static let bytesMax = 1 << 20
    /// This many commands fill a group.
    package static let commandsMax = 2000

    /// An empty group over what `store` has committed.
    package init(store: Store) {
        self.store = store
        known = store.head
        // Of what another group knew this one will not say what it puts.
        store.tell(Gaps())
        overlay = Overlay(at: known.position)
        draft = Draft(overlay)
        reader = Reader(store, overlay: overlay, mode: .point)
    }

    /// Runs one command: when `body` throws or its view meets a fault, nothing of it remains.
    ///
    /// May be called within another `transact` of this group: then it is a part of that one.
    package func transact<T, E: Error>(
        _ body: (inout Changes) throws(E) -> T
    ) throws(E) -> T {
        let mark = overlay.count
        if depth == 0 {
            reader.restart()
            fault = nil
            if commands == 0 { learnHead() }
            commands += 1
        }
        depth += 1
        defer {
            depth -= 1
            if let met = reader.fault {
                fault = met
                overlay.rollBack(to: mark)
            }
        }
        var changes = Changes(reader, draft)
        do throws(E) {
            return try body(&changes)
        } catch {
            overlay.rollBack(to: mark)
            throw error
        }
    }

    /// Reads committed data and what the group will commit; within `transact`, as a part of that
    /// command: its fault is the command's.
    package func view() -> View {
        if depth == 0 {
            reader.restart()
            if commands == 0 { learnHead() }
        }
        return View(reader)
    }

    /// Whether the present command has met a fault, so that nothing of it will remain.
    package var hasFault: Bool { reader.fault != nil }

    /// How many rows the present command has looked at.
    package var rowsRead: Int { reader.rowsRead }

    /// Whether nothing is to be written.
    package var isEmpty: Bool { overlay.count == 0 }

    /// Whether the group should be committed before another command joins it.
    package var isFull: Bool {
        overlay.byteCount >= Self.bytesMax || commands >= Self.commandsMax
    }

    /// The earliest time that was entered into an index of deadlines since this was asked last; nil
    /// when none was.
    ///
    /// It may be of a command that was rolled back.
    package func takeEarliestDeadline() -> Int64? {
        let time = draft.books.earliestDeadline
        guard time != .max else { return nil }
        draft.books.earliestDeadline = .max
        return Int64(bitPattern: time ^ 1 << 63)
    }

    /// The entry that writes the group; nil when there is nothing to write.
    ///
    /// `epoch` is the writer's: `Store.epoch` on a single machine. What is run from now on is the
    /// next group, which sees what this one will have written; it can be sealed after `reset`.
    package func seal(epoch: UInt64) -> Entry? {
        reader.releaseCursor()
        commands = 0
        guard !isEmpty else { return nil }
        let head = store.head
        let body = overlay.body()
        let entry = Entry(
            position: head.position + 1, epoch: epoch,
            chain: Entry.chain(after: head.chain, epoch: epoch, body: body), body: body)
        sealed = (entry.position, entry.chain)
        overlay.seal(at: entry.position)
        // Before the entry can be read: what it puts is in no gap that is read with it.
        if let gaps = overlay.takeNewGaps() { store.tell(gaps) }
        return entry
    }

    /// Learns what became of the sealed group, keeping its memory.
    ///
    /// When it was written the log ends with it, and what ran meanwhile is the present group.
    /// Otherwise, and when none was sealed, nothing remains of what ran.
    package func reset() {
        reader.releaseCursor()
        fault = nil
        let head = store.head
        defer { sealed = nil }
        guard let sealed, sealed == (head.position, head.chain) else {
            overlay.removeAll()
            commands = 0
            return
        }
        draft.rows.keep(overlay)
        known = head
        overlay.dropSealed()
        overlay.countKeys(of: store.database)
    }

    /// Has the draft forget what it knows of the disk when another has written meanwhile.
    private func learnHead() {
        guard sealed == nil else { return }
        let head = store.head
        guard head.position != known.position || head.chain != known.chain else { return }
        draft.rows.forget()
        overlay.forget(at: head.position)
        known = head
    }
}
