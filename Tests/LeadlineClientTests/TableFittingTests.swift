import Testing
import leadline

@Suite("Table on a screen")
struct TableFittingTests {
    private let table = Table(
        columns: ["id", "name", "text"],
        rows: [["L1", "Ann Lee", "a rather long text"], ["L2", "名前名前名前", ""]])

    private func widths(_ text: String) -> Int {
        text.split(separator: "\n").map { Table.displayWidth(String($0)) }.max() ?? 0
    }

    @Test("Cells are cut so that every line fits, the widest columns first")
    func cuts() {
        #expect(
            table.aligned(isStyled: false, width: 24) == """
                id  name       text
                --  ---------  ---------
                L1  Ann Lee    a rather…
                L2  名前名前…

                """)
        for width in 18...60 {
            #expect(widths(table.aligned(isStyled: false, width: width)) <= width)
        }
    }

    @Test("What fits is left as it is, what is much too wide is vertical")
    func leaves() {
        #expect(table.aligned(isStyled: false, width: 80) == table.aligned(isStyled: false))
        #expect(table.aligned(isStyled: false, width: 17) == table.vertical())
    }

    @Test("Columns that are empty everywhere give way on a narrow screen only")
    func narrows() {
        let sparse = Table(columns: ["id", "nothing"], rows: [["L1", ""], ["L2", ""]])
        #expect(sparse.narrowed(to: 80).columns == ["id", "nothing"])
        #expect(sparse.narrowed(to: 8).columns == ["id"])
        #expect(sparse.narrowed(to: 8).rows == [["L1"], ["L2"]])
    }

    @Test(
        "Characters take the cells that terminals give them",
        arguments: [
            ("abc", 3), ("Zoë", 3), ("e\u{301}", 1), ("名", 2), ("💡", 2), ("❤️", 2), ("👩‍💻", 2),
            ("\u{301}", 0), ("🇩🇪", 2), ("한", 2), ("", 0),
        ])
    func measures(text: String, width: Int) {
        #expect(Table.displayWidth(text) == width)
    }

    @Test("Words are packed into columns, downwards first")
    func packs() {
        #expect(Table.packed(["a", "b", "c", "dd", "e"], width: 9) == "a   dd\nb   e\nc\n")
        #expect(Table.packed([], width: 80) == "")
        #expect(Table.packed(["a long line", "b"], width: 5) == "a long line\nb\n")
    }
}
