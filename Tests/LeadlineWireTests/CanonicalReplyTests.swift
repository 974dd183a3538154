import LeadlineWire
import NIOCore
import Testing

@Suite("Canonical replies")
struct CanonicalReplyTests {
    private static let dialects: [ReplyFormat] = [.text, .json, .resp2, .resp3, .canonical]

    private func replayed(_ bytes: [UInt8], _ format: ReplyFormat) -> [UInt8]? {
        var writer = ReplyWriter(format: format)
        guard CanonicalReply.replay(bytes[...], into: &writer) else { return nil }
        return Array(writer.buffer.readableBytesView)
    }

    @Test("A replayed reply has the bytes of the one written directly")
    func replays() {
        var source = SeededSource.fresh("replays")
        for _ in 0..<2000 {
            let tree = ReplyTree.randomReply(using: &source)
            let canonical = tree.bytes(.canonical)
            for format in Self.dialects {
                #expect(replayed(canonical, format) == tree.bytes(format))
            }
        }
    }

    @Test("A reply that is one string is told from all others")
    func string() {
        #expect(
            CanonicalReply.string(ReplyTree.string("L7").bytes(.canonical)[...])
                == Bytes(ascii("L7")))
        for tree in [ReplyTree.integer(7), .null, .list([.string("L7")])] {
            #expect(CanonicalReply.string(tree.bytes(.canonical)[...]) == nil)
        }
        let two =
            ReplyTree.string("L7").bytes(.canonical) + ReplyTree.string("L8").bytes(.canonical)
        #expect(CanonicalReply.string(two[...]) == nil)
    }

    @Test("Several replies replay one after another, and within a list")
    func replaysSeveral() {
        let canonical = ReplyTree.integer(1).bytes(.canonical)
        #expect(replayed(canonical + canonical, .resp2) == ascii(":1\r\n:1\r\n"))
        var writer = ReplyWriter(format: .resp2)
        writer.beginList(1)
        #expect(CanonicalReply.replay(canonical[...], into: &writer))
        writer.endList()
        #expect(String(buffer: writer.buffer) == "*1\r\n:1\r\n")
    }

    @Test("An error or a push is not replayed within a list")
    func refusesInner() {
        for tree in [ReplyTree.error("ERR", [], field: nil), .push("x", [])] {
            var writer = ReplyWriter(format: .resp2)
            writer.beginList(1)
            let canonical = tree.bytes(.canonical)
            #expect(!CanonicalReply.replay(canonical[...], into: &writer))
        }
    }

    /// These bytes are on disk with idempotency keys: they must be readable for ever.
    static let stored: [(ReplyTree, [UInt8])] = [
        (.status("OK"), [1, 2, 0x4F, 0x4B]),
        (.error("ERR", ascii("x"), field: nil), [2, 3, 0x45, 0x52, 0x52, 1, 0x78, 0]),
        (
            .error("ERR", ascii("x"), field: ascii("f")),
            [2, 3, 0x45, 0x52, 0x52, 1, 0x78, 1, 1, 0x66]
        ),
        (.integer(0), [3, 0]),
        (.integer(-1), [3, 1]),
        (.integer(64), [3, 0x80, 0x01]),
        (.integer(.min), [3, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
        (.bool(false), [4]),
        (.bool(true), [5]),
        (.string("L1"), [6, 2, 0x4C, 0x31]),
        (.binary([0xFF]), [7, 1, 0xFF]),
        (.null, [8]),
        (.double(1), [9, 0x3F, 0xF0, 0, 0, 0, 0, 0, 0]),
        (.text("t"), [10, 1, 0x74]),
        (.list([.null]), [11, 1, 8, 0]),
        (.set([.null]), [12, 1, 8, 0]),
        (.map([("k", .null)]), [13, 1, 14, 1, 0x6B, 8, 0]),
        (.page(["a"], [[.null]], next: nil), [15, 1, 1, 0x61, 1, 0, 8, 0]),
        (.page(["a"], [], next: [0x63]), [15, 1, 1, 0x61, 0, 1, 1, 0x63, 0]),
        (.push("x", [.null]), [16, 1, 0x78, 1, 8, 0]),
    ]

    @Test("The stored form never changes", arguments: stored)
    func keepsItsForm(tree: ReplyTree, bytes: [UInt8]) {
        #expect(tree.bytes(.canonical) == bytes)
        for format in Self.dialects { #expect(replayed(bytes, format) == tree.bytes(format)) }
    }

    /// Streams that would break a writer's promises, or its memory.
    static let damaged: [[UInt8]] = [
        [], [0], [17], [255], [6], [6, 2, 0x4C], [6, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        [3], [3, 0x80], [3, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 2], [9, 0, 0],
        [11, 1], [11, 1, 0], [11, 1, 8], [11, 1, 8, 8, 0], [11, 0, 8], [14, 1, 0x6B],
        [13, 1, 8, 0], [13, 1, 14, 1, 0x6B, 0], [13, 1, 14, 1, 0x6B, 14, 1, 0x6B, 8, 0],
        [13, 0, 14, 1, 0x6B, 8, 0], [15, 0, 0, 0, 0], [15, 1, 1, 0x61, 1, 0, 0],
        [15, 1, 1, 0x61, 0, 2, 0], [15, 0xFF, 0xFF, 0xFF, 0xFF, 0x07],
        [11, 1, 2, 1, 1, 1, 1, 0, 0],
        [11, 1, 16, 1, 0x78, 0, 0, 0], [2, 1, 0x45, 1, 0x78, 3], [8, 0],
        [UInt8](repeating: 11, count: 200), [11, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F],
        // Fault 127: an error's code or message that would end its line, or is none.
        [2, 2, 0x45, 0x0A, 1, 0x78, 0], [2, 3, 0x45, 0x52, 0x52, 2, 0x0D, 0x0A, 0],
        [2, 0, 1, 0x78, 0], [2, 17] + [UInt8](repeating: 0x45, count: 17) + [0, 0],
        [2, 2, 0x45, 0xC3, 1, 0x78, 0],
    ]

    @Test("Damaged bytes are refused, and nothing is written", arguments: damaged)
    func refuses(bytes: [UInt8]) {
        for format in Self.dialects {
            var writer = ReplyWriter(format: format)
            #expect(!CanonicalReply.replay(bytes[...], into: &writer))
            #expect(writer.buffer.readableBytes == 0 && writer.isBetweenReplies)
        }
    }

    @Test("Nesting is bounded")
    func boundsDepth() {
        var tree = ReplyTree.null
        for _ in 0..<WireLimits.replyDepthMax { tree = .list([tree]) }
        #expect(replayed(tree.bytes(.canonical), .resp2) != nil)
        #expect(replayed(ReplyTree.list([tree]).bytes(.canonical), .resp2) == nil)
    }

    // Fault 127: mutated replies that were kept are refused, never a trap
    @Test("Mutated bytes never stop the process")
    func survivesMutation() {
        var source = SeededSource.fresh("survivesMutation")
        for _ in 0..<5000 {
            var bytes = ReplyTree.randomReply(using: &source).bytes(.canonical)
            for _ in 0...source.below(3) where !bytes.isEmpty {
                switch source.below(3) {
                case 0: bytes[source.below(bytes.count)] = UInt8(source.below(256))
                case 1: bytes[source.below(bytes.count)] = UInt8(source.below(18))
                default: bytes.remove(at: source.below(bytes.count))
                }
            }
            var writer = ReplyWriter(format: .json)
            let isReplayed = CanonicalReply.replay(bytes[...], into: &writer)
            #expect(writer.isBetweenReplies)
            #expect(isReplayed == (writer.buffer.readableBytes > 0))
        }
    }
}
