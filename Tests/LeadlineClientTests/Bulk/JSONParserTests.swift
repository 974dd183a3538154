import Testing
import leadline

@Suite("JSONParser")
struct JSONParserTests {
    private func parse(_ text: String) throws -> JSONValue {
        try JSONParser.parse(Array(text.utf8)[...])
    }

    @Test(
        "Values are read as they are written",
        arguments: [
            ("null", JSONValue.null), (" true ", .bool(true)), ("false", .bool(false)),
            ("-0.10e+2", .number("-0.10e+2")), ("1200.50", .number("1200.50")),
            ("\"\"", .string("")), ("[]", .array([])), ("{}", .object([])),
            ("[1,[\"a\"]]", .array([.number("1"), .array([.string("a")])])),
            (
                "{\"a\":1, \"b\":{\"c\":null}}",
                .object([
                    JSONMember("a", .number("1")),
                    JSONMember("b", .object([JSONMember("c", .null)])),
                ])
            ),
            ("\"\\\"\\\\\\/\\n\\r\\t\\b\\f\"", .string("\"\\/\n\r\t\u{8}\u{C}")),
            ("\"\\u00e9\\uD83D\\uDE00 Zoë\"", .string("é😀 Zoë")),
        ])
    func reads(text: String, expected: JSONValue) throws {
        #expect(try parse(text) == expected)
    }

    @Test(
        "What is no JSON is refused",
        arguments: [
            "", "{", "{\"a\"}", "{\"a\":1,}", "[1 2]", "01", "1.", "+1", "\"a", "\"\\x\"",
            "\"\\ud800\"", "\"\\u12\"", "tru", "{} x", "\"a\nb\"", "{a:1}", "'a'", "NaN",
        ])
    func refuses(text: String) {
        #expect(throws: JSONParser.Fault.self) { try parse(text) }
    }

    @Test("Nesting has a bound")
    func bounds() throws {
        let depth = JSONParser.depthMax
        let deepest = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        _ = try parse(deepest)
        let fault = #expect(throws: JSONParser.Fault.self) { try parse("[\(deepest)]") }
        #expect(fault?.reason == "nested too deep, column 17")
        #expect(throws: JSONParser.Fault.self) {
            try parse(String(repeating: "[", count: 1_000_000))
        }
    }

    @Test("Bytes that are not UTF-8 are refused")
    func refusesBytes() {
        #expect(throws: JSONParser.Fault.self) { try JSONParser.parse([0x22, 0xFF, 0x22]) }
    }
}
