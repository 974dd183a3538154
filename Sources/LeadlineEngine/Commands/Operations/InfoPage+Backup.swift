import LeadlineBackup

// How far a backup is: in Redis's words where it has them, with ours behind.
extension InfoPage {
    var backup: [(String, String)] {
        let desk = context.engine.backups
        let running = desk.running
        let last = desk.last
        let elapsed = running.map { ContinuousClock.now - $0.begun }
        return [
            ("rdb_bgsave_in_progress", running == nil ? "0" : "1"),
            ("rdb_last_bgsave_status", last?.event == nil && last != nil ? "err" : "ok"),
            ("rdb_last_bgsave_time_sec", Self.seconds(last?.duration)),
            ("rdb_current_bgsave_time_sec", Self.seconds(elapsed)),
            ("backup_name", running?.name.text ?? ""),
            ("backup_rows", "\(running?.rowCount ?? 0)"),
            ("backup_bytes", "\(running?.byteCount ?? 0)"),
            ("backup_written", "\(running?.writtenCount ?? 0)"),
            ("backup_last_name", last?.progress.name.text ?? ""),
            ("backup_last_bytes", "\(last?.progress.byteCount ?? 0)"),
            ("backup_last_event", last?.event.map { "\($0)" } ?? ""),
        ]
    }

    private static func seconds(_ duration: Duration?) -> String {
        "\(duration.map { $0.components.seconds } ?? -1)"
    }
}
