import LeadlineWire
import NIOCore
import Testing

@Suite("Escapes")
struct EscapingTests {
    /// Bytes, the cell, the JSON string without its quotes.
    static let rows: [([UInt8], String, String)] = [
        (ascii("plain ~"), "plain ~", "plain ~"),
        (ascii("a\\b"), "a\\\\b", "a\\\\b"),
        (ascii("\\N"), "\\\\N", "\\\\N"),
        (ascii("\t\n\r"), "\\t\\n\\r", "\\t\\n\\r"),
        (
            [0x00, 0x07, 0x08, 0x1B, 0x1F], "\\x00\\x07\\x08\\x1b\\x1f",
            #"\u0000\u0007\u0008\u001b\u001f"#
        ),
        ([0x7F], "\\x7f", #"\u007f"#),
        (
            ascii("\u{80}\u{85}\u{9F}\u{A0}"), "\\xc2\\x80\\xc2\\x85\\xc2\\x9f\u{A0}",
            "\\u0080\\u0085\\u009f\u{A0}"
        ),
        (ascii("\u{202A}\u{202E}"), "\\xe2\\x80\\xaa\\xe2\\x80\\xae", #"\u202a\u202e"#),
        (ascii("\u{2066}\u{2069}"), "\\xe2\\x81\\xa6\\xe2\\x81\\xa9", #"\u2066\u2069"#),
        (
            ascii("\u{2029}\u{202F}\u{2065}\u{206A}"), "\u{2029}\u{202F}\u{2065}\u{206A}",
            "\\u2029\u{202F}\u{2065}\u{206A}"
        ),
        (ascii("é東😀"), "é東😀", "é東😀"),
        ([0x61, 0xFF, 0xC3, 0x62], "a\\xff\\xc3b", #"a\\xff\\xc3b"#),
        ([0xED, 0xA0, 0x80], "\\xed\\xa0\\x80", #"\\xed\\xa0\\x80"#),
        (ascii("say \"hi\""), "say \"hi\"", #"say \"hi\""#),
    ]

    // Fault 19: what would move a cursor or forge a line is shown escaped
    // Threat T23: a value can neither move the cursor nor forge a line
    @Test("A value can neither move the cursor nor forge a line", arguments: rows)
    func escapes(bytes: [UInt8], cell: String, json: String) {
        #expect(ReplyTree.string(bytes).rendered(.text) == "=\(cell)|")
        #expect(ReplyTree.string(bytes).rendered(.json) == "{\"ok\":true,\"result\":\"\(json)\"}|")
        let nested = json.split(separator: "\\", omittingEmptySubsequences: false)
            .joined(separator: "\\\\")
        #expect(
            ReplyTree.list([.list([.string(bytes)])]).rendered(.text) == " [\"\(nested)\"]|+OK 1|")
    }

    @Test("A cell pasted between double quotes gives the value back")
    func pastesBack() {
        var source = SeededSource.fresh("pastesBack")
        for _ in 0..<2000 {
            let value = source.bytes(source.below(12)).map { $0 == UInt8(ascii: "\"") ? 0 : $0 }
            let reply = ReplyTree.string(value).bytes(.text)
            let cell = reply.dropFirst().dropLast(2)
            let line = ascii("ECHO \"") + cell + ascii("\"\r\n")
            #expect(DecoderTranscript(line).entries == [.inline([ascii("ECHO"), value])])
        }
    }

    @Test("A TEXT reply holds no raw control but its own line ends and tabs")
    func holdsNoControls() {
        var source = SeededSource.fresh("holdsNoControls")
        for _ in 0..<2000 {
            let value = source.bytes(source.below(40))
            for format in [ReplyFormat.text, .json] {
                for tree in [ReplyTree.string(value), .error("ERR", value, field: value)] {
                    let bytes = tree.bytes(format)
                    #expect(bytes.dropLast(2).allSatisfy { $0 >= 0x20 && $0 != 0x7F })
                    #expect(String(validating: bytes, as: UTF8.self) != nil)
                }
            }
        }
    }

    /// Base64's own test vectors (RFC 4648, section 10).
    @Test(
        "Binary is base64 where the dialect is text",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="), ("foobar", "Zm9vYmFy"), ("\u{FB}\u{FF}>?", "w7vDvz4/"),
        ])
    func encodesBinary(text: String, base64: String) {
        #expect(ReplyTree.binary(ascii(text)).rendered(.text) == "=\(base64)|")
    }
}

@Suite("Messages of errors")
struct ErrorMessageTests {
    private func message(_ bytes: [UInt8]) -> [UInt8] {
        Array(ReplyTree.error("ERR", bytes, field: nil).bytes(.text).dropFirst(5).dropLast(2))
    }

    @Test("A message has at most 512 bytes")
    func cuts() {
        let longest = [UInt8](repeating: UInt8(ascii: "x"), count: WireLimits.messageBytesMax)
        #expect(message(longest) == longest)
        #expect(message(longest + ascii("y")) == longest)
    }

    @Test("A message is cut neither within a character nor within an escape", arguments: 0...5)
    func cutsBetween(padding: Int) {
        for piece in ["é", "東", "😀", "\n", "\u{1B}", "\u{9F}"] {
            let text = String(repeating: "x", count: padding) + String(repeating: piece, count: 600)
            let escaped = ReplyTree.string(text).bytes(.text).dropFirst().dropLast(2)
            let cut = message(ascii(text))
            #expect(cut.count <= WireLimits.messageBytesMax)
            #expect(cut.count > WireLimits.messageBytesMax - 4)
            #expect(escaped.starts(with: cut))
            #expect(String(validating: cut, as: UTF8.self) != nil)
            let unit = escaped.dropFirst(padding).count / 600
            let step = piece == "\u{9F}" ? 4 : unit
            #expect((cut.count - padding) % step == 0)
        }
    }

    @Test("A message that was escaped once stays as it is")
    func isIdempotent() {
        var source = SeededSource.fresh("isIdempotent")
        for _ in 0..<2000 {
            let once = message(source.bytes(source.below(700)))
            #expect(message(once) == once)
        }
    }

    @Test("Stray bytes at the limit do not disturb the cut")
    func cutsStrayBytes() {
        let long = [UInt8](repeating: 0xFF, count: 600)
        #expect(message(long).count == WireLimits.messageBytesMax)
        #expect(message(long).starts(with: ascii("\\xff\\xff")))
    }
}
