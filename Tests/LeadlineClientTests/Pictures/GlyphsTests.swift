import Testing
import leadline

@Suite("Glyphs and canvas")
struct GlyphsTests {
    @Test(
        "The locale decides whether there is more than ASCII",
        arguments: [
            (["LANG": "C.UTF-8"], true), (["LANG": "en_US.utf8"], true), (["LANG": "C"], false),
            ([:], false), (["LC_ALL": "C", "LANG": "C.UTF-8"], false),
            (["LC_ALL": "", "LC_CTYPE": "de_DE.UTF-8", "LANG": "C"], true),
        ])
    func locale(variables: [String: String], isUnicode: Bool) {
        #expect(Glyphs.fitting { variables[$0] } == (isUnicode ? .unicode : .ascii))
    }

    @Test("A bar is as long as its share, and something is seen of anything")
    func bar() {
        #expect(Glyphs.unicode.bar(0.5, width: 3) == "█▌")
        #expect(Glyphs.unicode.bar(0.0001, width: 3) == "▏")
        #expect(Glyphs.unicode.bar(2, width: 3) == "███")
        #expect(Glyphs.ascii.bar(0.5, width: 4) == "##")
        #expect(Glyphs.ascii.bar(0, width: 4) == "")
        #expect(Glyphs.ascii.bar(1, width: 0) == "")
    }

    @Test("A sparkline shows the newest values, from nothing to the highest of them")
    func sparkline() {
        #expect(Glyphs.unicode.sparkline([9, 0, 1, 2], width: 3) == "▁▅█")
        #expect(Glyphs.ascii.sparkline([0, 0], width: 5) == "__")
        #expect(Glyphs.unicode.sparkline([1], width: 0) == "")
    }

    @Test("What is put on a canvas stays within it")
    func clips() {
        var canvas = Canvas(columns: 6, rows: 2, glyphs: .unicode)
        canvas.put("abcdefgh", row: 0, column: 2)
        canvas.put("名前名前", row: 1, column: 0)
        canvas.put("below", row: 2, column: 0)
        canvas.put("beside", row: 0, column: 6)
        #expect(canvas.lines() == ["  abc…", "名前…"])
    }

    @Test("Wide characters take two cells, and a number ends where it is told to")
    func places() {
        var canvas = Canvas(columns: 10, rows: 1, glyphs: .unicode)
        canvas.put("💡名", row: 0, column: 0)
        canvas.put("42", row: 0, endingAt: 8)
        #expect(canvas.lines() == ["💡名  42"])
    }

    @Test("No text moves the cursor, and without Unicode none is shown")
    func harmless() {
        var canvas = Canvas(columns: 20, rows: 2, glyphs: .ascii)
        canvas.put("a\u{1B}[2J\nb", row: 0, column: 0)
        canvas.put("Zoë 名", row: 1, column: 0)
        #expect(canvas.lines() == ["a\\x1b[2J\\nb", "Zo? ??"])
    }

    @Test("Styles begin and end around what has them, and only where they are wanted")
    func styles() {
        var canvas = Canvas(columns: 10, rows: 1, glyphs: .ascii)
        canvas.put("late", row: 0, column: 0, style: .bad)
        canvas.put("L1", row: 0, column: 5)
        #expect(canvas.lines(isStyled: true) == ["\u{1B}[0m\u{1B}[31mlate\u{1B}[0m L1"])
        #expect(canvas.lines() == ["late L1"])
    }
}
