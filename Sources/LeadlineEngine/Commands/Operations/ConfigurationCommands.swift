import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// The configuration as it is, and the few limits of it that may change while the server runs.
    static let configuration: [Command] = [
        .local(
            "CONFIG GET", "Answers the keys that a pattern picks, with their values.",
            by: .admin, Positional("pattern", Text.self), Words<Text>("more"),
            run: configurationGet),
        .local(
            "CONFIG SET", "Changes limits of the running server, all of them or none.",
            by: .admin, inBlock: .refused, Positional("key", Text.self),
            Positional("value", Text.self), Words<Text>("more"), run: configurationSet),
        .local(
            "CONFIG RESETSTAT", "Sets the counters of INFO back to zero.", by: .admin,
            inBlock: .refused, run: configurationResetStatistics),
    ]
}

private func configurationGet(
    _ context: inout LocalContext, _ pattern: Text, _ more: [Text]
) throws(Rejection) -> SettingMap {
    let patterns = ([pattern] + more).map { NamePattern($0.asciiLowercased) }
    let keys = ConfigurationTable.keys.filter { key in
        patterns.contains { $0.matches(key.name) }
    }
    return SettingMap(keys: keys, values: context.engine.configuration)
}

private func configurationSet(
    _ context: inout LocalContext, _ name: Text, _ value: Text, _ more: [Text]
) throws(Rejection) -> Done {
    guard more.count.isMultiple(of: 2) else {
        throw .syntax("wrong number of arguments for 'config|set' command")
    }
    let words = [name, value] + more
    let engine = context.engine
    try engine.tuning.change { (tuning: inout Tuning.Values) throws(Rejection) in
        var values = ConfigurationValues(
            facts: engine.facts, settings: engine.settings, tuning: tuning)
        try set(words, in: &values)
        tuning = values.tuning
    }
    return Done()
}

/// Puts keys and values, one after the other.
private func set(
    _ words: [Text], in values: inout ConfigurationValues
) throws(Rejection) {
    var seen: Set<Text> = []
    for index in stride(from: 0, to: words.count, by: 2) {
        let name = words[index].asciiLowercased
        guard seen.insert(name).inserted else { throw failure(name, "duplicate parameter") }
        try set(name, words[index + 1], in: &values)
    }
    guard values.tuning.connectionsMax <= values.facts.connectionsMax else {
        throw failure(
            "maxclients", "the server was started with room for \(values.facts.connectionsMax)")
    }
}

/// Puts one value; what may not change may still be set to what it is.
private func set(
    _ name: Text, _ value: Text, in values: inout ConfigurationValues
) throws(Rejection) {
    guard let key = ConfigurationTable.key(name) else {
        throw .syntax(
            "Unknown option or number of arguments for CONFIG SET - \(name.bytes.quoted)")
    }
    guard key.change == .live else {
        guard Text(key.text(in: values)) != value else { return }
        let hint = key.isInFile ? "; it counts from the configuration file at the next start" : ""
        throw failure(name, "can't set immutable config\(hint)")
    }
    do {
        try key.put(value, into: &values)
    } catch {
        throw failure(name, error.reason)
    }
}

/// Redis's words for a setting that was not made; no other of the same command was either.
private func failure(_ name: Text, _ reason: String) -> Rejection {
    .syntax("CONFIG SET failed (possibly related to argument \(name.bytes.quoted)) - \(reason)")
}

private func configurationResetStatistics(
    _ context: inout LocalContext
) throws(Rejection) -> Done {
    context.engine.statistics.reset()
    return Done()
}

/// Keys of the configuration with their values.
private struct SettingMap: ReplyValue {
    static let shape = ReplyShape(.map)
    let keys: [ConfigurationKey]
    let values: ConfigurationValues
    func write(to reply: inout ReplyWriter) {
        reply.beginMap(keys.count)
        for key in keys {
            reply.key(bytes: Array(key.name.utf8)[...])
            reply.string(key.text(in: values))
        }
        reply.endMap()
    }
}
