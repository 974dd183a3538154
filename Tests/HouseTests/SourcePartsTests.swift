import Testing

@Suite("Source parts") struct SourcePartsTests {
    @Test(
        "code, comments and strings are told apart",
        arguments: [
            ("a // b", "a", "// b"), ("a /* b /* c */ d */ e", "a e", "/* b /* c */ d */"),
            ("f(\"// a\") // b", "f( )", "// b"), ("\"\\\"\" a", "a", ""),
            ("\"\\(f(\"x\") + y) z\" a", "f( ) + y a", ""), ("#\"\\(a) \"b\"# c", "c", ""),
            ("#\"\\#(a)\"# c", "a c", ""), ("\"\"\"\n\"a\" // b\n\"\"\" c", "c", ""),
            ("#if a // b", "#if a", "// b"), ("(a) b", "(a) b", ""),
        ])
    func swift(source: String, code: String, comments: String) {
        let parts = SourceParts(source, isC: false)
        #expect(squeezed(parts.code) == code)
        #expect(squeezed(parts.comments) == comments)
    }

    @Test("a character literal of C opens no string")
    func character() {
        let parts = SourceParts("'\"' a '\\'' b // c", isC: true)
        #expect(squeezed(parts.code) == "a b")
    }

    @Test("columns and lines stay where they were")
    func positions() {
        let source = "let a = \"é\" // é\n\n/* b */ c"
        let parts = SourceParts(source, isC: false)
        #expect(parts.code == ["let a =           ", "", "        c"])
    }

    @Test("no beginning of a source makes the scanner trap")
    func truncated() {
        let source = "/* a */ #\"\"\"\n\\#(b(\"c\"))\"\"\"# '\\'' // d\n\"\\("
        for count in 0...source.count {
            for isC in [true, false] {
                let parts = SourceParts(String(source.prefix(count)), isC: isC)
                #expect(parts.code.count == parts.comments.count)
            }
        }
    }

    private func squeezed(_ lines: [String]) -> String {
        lines.joined(separator: " ").split(separator: " ").joined(separator: " ")
    }
}
