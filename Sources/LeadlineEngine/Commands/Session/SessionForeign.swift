import LeadlineDomain
import LeadlineWire

/// Redis commands that people and libraries try here, and what to use instead.
///
/// They are no commands: HELP and COMMAND do not list them, and the reply is an ordinary error
/// after which the connection goes on (`protocol.md` 7).
enum ForeignCommand {
    /// The words that mean the same to whoever types them, and the answer to all of them.
    private struct Advice: Sendable {
        let words: [StaticString]
        let message: String
    }

    private static let advice: [Advice] = [
        Advice(words: ["GET", "MGET", "HGET", "HGETALL", "HMGET"], message: "LEAD.GET lead"),
        Advice(
            words: ["SET", "SETNX", "MSET", "HSET", "HMSET"],
            message: "LEAD.NEW EMAIL text, or LEAD.SET lead KEYWORD value"),
        Advice(words: ["EXISTS"], message: "LEAD.CHECK EMAIL text"),
        Advice(words: ["SCAN", "KEYS"], message: "LEAD.LIST AFTER cursor"),
        Advice(words: ["DEL", "UNLINK"], message: "LEAD.WITHDRAW lead REASON text"),
        Advice(words: ["WATCH", "UNWATCH"], message: "IF version with the update"),
        Advice(words: ["EVAL", "EVALSHA", "FCALL"], message: "one command: each is atomic"),
        Advice(words: ["LPOP", "RPOP", "BLPOP", "BRPOP"], message: "TAKE"),
        Advice(words: ["XREAD", "XRANGE"], message: "EVENTS AFTER seq BLOCK ms"),
        Advice(
            words: ["PUBLISH", "SPUBLISH"],
            message: "the command that causes the event: every write publishes its own"),
        Advice(words: ["SSUBSCRIBE"], message: "SUBSCRIBE channel"),
        Advice(words: ["SUNSUBSCRIBE"], message: "UNSUBSCRIBE channel"),
        Advice(
            words: ["READONLY", "READWRITE"],
            message: "the connection as it is: it reads and writes"),
        Advice(words: ["SWAPDB", "MOVE", "COPY"], message: "the one database there is"),
        Advice(
            words: ["FLUSHALL", "FLUSHDB"],
            message: "an empty data directory: nothing here deletes everything"),
        Advice(
            words: ["SAVE", "BGSAVE", "BGREWRITEAOF"],
            message: "BACKUP name for a copy: every write is on the disk before its reply"),
        Advice(
            words: ["REPLICAOF", "SLAVEOF", "PSYNC", "SYNC", "REPLCONF"],
            message: "EVENTS AFTER seq BLOCK ms to follow what happens"),
        Advice(words: ["SENTINEL"], message: "INFO: there is one server and no sentinel"),
    ]

    /// Why the request's command word is refused; nil when it is none of Redis's that are known.
    static func rejection(_ frame: Frame) -> Rejection? {
        let word = frame[0]
        if word.matches("CLUSTER") {
            return .syntax("This instance has cluster support disabled")
        }
        for entry in advice where entry.words.contains(where: { word.matches($0) }) {
            return .syntax("unknown command \(word.quoted); use \(entry.message)")
        }
        return frame.count > 1 ? subcommandRejection(word, frame[1]) : nil
    }

    /// Why a subcommand of Redis's is refused that tools know what to make of.
    private static func subcommandRejection(_ word: Bytes, _ second: Bytes) -> Rejection? {
        for entry in subcommands where word.matches(entry.word) && second.matches(entry.second) {
            return .syntax(
                "unknown subcommand \(second.quoted); use \(entry.message)")
        }
        return nil
    }

    private static let subcommands: [(word: StaticString, second: StaticString, message: String)] =
        [
            ("CONFIG", "REWRITE", "an editor: the server does not write its configuration file"),
            ("CLIENT", "PAUSE", "CLIENT KILL: connections are not held up"),
            ("CLIENT", "UNPAUSE", "nothing: connections are not held up"),
        ]
}
