import LeadlineBackup
import LeadlineDomain
import LeadlineStore
import LeadlineWire

extension CommandTable {
    /// Copies of everything, while the server serves.
    static let backup: [Command] = [
        .apart(
            "BACKUP", "Copies everything into a folder of `backupdir`; SINCE, what has changed.",
            group: .operations, by: .admin, reach: .house, Positional<BackupName>("name"),
            Keyword<BackupName>("SINCE"), run: takeBackup)
    ]
}

extension BackupName: Argument {
    static var typeName: String { "name" }

    init(argument: Bytes) throws(ValueFault) {
        guard let name = BackupName(String(decoding: argument, as: UTF8.self)) else {
            throw ValueFault(
                "1 to \(Self.bytesMax) letters, digits, full stops, hyphens and underscores, "
                    + "the first no full stop")
        }
        self = name
    }

    func feed(_ fingerprint: inout ArgumentFingerprint) {
        fingerprint.feed(Array(text.utf8)[...])
    }
}

/// What BACKUP answers: what the backup has, and how much of it had to be written.
struct BackupReply: ReplyValue {
    static let shape = ReplyShape(
        .map, fields: ["name", "since", "event", "position", "rows", "bytes", "written"])
    let manifest: BackupManifest

    func write(to reply: inout ReplyWriter) {
        reply.beginMap(Self.shape.fields.count)
        reply.key("name")
        reply.string(manifest.name.text)
        reply.key("since")
        if let since = manifest.since { reply.string(since.text) } else { reply.null() }
        reply.key("event")
        reply.integer(Int64(clamping: manifest.place.event))
        reply.key("position")
        reply.integer(Int64(clamping: manifest.position))
        reply.key("rows")
        reply.integer(Int64(manifest.rowCount))
        reply.key("bytes")
        reply.integer(Int64(manifest.byteCount))
        reply.key("written")
        reply.integer(Int64(manifest.writtenCount))
        reply.endMap()
    }
}

/// Copies what one iterator shows: one moment, however long it takes.
private func takeBackup(
    engine: Engine, name: BackupName, since: BackupName?
) throws(Rejection) -> BackupReply {
    let directory = engine.facts.backupDirectory
    guard !directory.isEmpty else {
        throw Rejection(.badState, "there is no 'backupdir'; the configuration names one")
    }
    guard since != name else { throw .invalid("since", "a backup cannot be based on itself") }
    var view = engine.store.view(.sweep)
    let head = view.eventHead()
    let place = BackupManifest.Place(
        event: head.sequence, eventHash: head.hash, at: engine.clock.now.text.description)
    do throws(BackupFault) {
        let manifest = try engine.backups.take(
            name, since: since, in: directory, place, &view
        ) { () throws(BackupFault) in
            // What the store keeps free for its writers is not a backup's to fill.
            guard engine.store.hasRoom() || !engine.store.sharesRoom(with: directory) else {
                throw .full(path: directory)
            }
            return engine.tuning.values.backupRate << 20
        }
        return BackupReply(manifest: manifest)
    } catch {
        throw Rejection(error, since)
    }
}

extension Rejection {
    /// What the caller is told of a backup that was not taken; never a path.
    fileprivate init(_ fault: BackupFault, _ since: BackupName?) {
        switch fault {
        case .nameTaken: self.init(.exists, "\(fault)")
        case .unknown: self.init(.notFound, "\(fault)")
        case .running: self.init(.tryAgain, "\(fault)")
        case .cancelled: self.init(.shutdown, "\(fault)")
        case .full: self.init(.noSpace, "there is no room for a backup; none was taken")
        case .damaged, .newerFormat, .noBackup:
            let name = since?.text ?? ""
            self = .invalid("since", "the backup '\(name)' is damaged: leadline-server verify")
        case .failed, .store, .line:
            self.init(.internal, "the backup could not be taken; the log says why")
        }
    }
}
