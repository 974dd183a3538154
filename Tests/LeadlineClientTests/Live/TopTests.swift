import LeadlineClient
import Testing
import leadline

@Suite("Top")
struct TopTests {
    private static func info(_ gets: Int, _ microseconds: Int, run: String = "a") -> Reply {
        .text(
            """
            run_id:\(run)\r
            connected_clients:2\r
            used_memory_rss:35270656\r
            uptime_in_seconds:90\r
            total_commands_processed:\(gets + 10)\r
            total_error_replies:1\r
            cmdstat_lead.get:calls=\(gets),usec=\(microseconds),usec_per_call=1.00,\
            rejected_calls=1,failed_calls=2\r
            cmdstat_client|list:calls=10,usec=50,usec_per_call=5.00,rejected_calls=0,\
            failed_calls=0\r
            latency_percentiles_usec_lead.get:p50=1.000,p99=64.000,p99.9=128.000\r
            """)
    }

    private static let slow = Reply.list([
        .list([
            .integer(1), .integer(1_795_280_400), .integer(20_853),
            .list([.status("LEAD.FIND"), .status("(redacted)")]), .status("127.0.0.1:4"),
            .status(""),
        ])
    ])
    private static let clients = Reply.text(
        """
        id=3 addr=127.0.0.1:4 name=desk idle=7 cmd=lead.get user=ann
        id=4 addr=127.0.0.1:5 name= idle=0 cmd=client|list user=bob

        """)

    private static var model: TopModel {
        var model = TopModel(place: "leadline at leads:5323")
        model.take([info(100, 100), slow, clients], at: 1)
        model.take([info(300, 500), slow, clients], at: 3)
        return model
    }

    @Test("Rates and means are those between two looks")
    func rows() {
        let rows = Self.model.rows
        #expect(rows.map(\.name) == ["LEAD.GET", "CLIENT LIST"])
        #expect(rows[0].rate == 100)
        #expect(rows[0].mean == 2)
        #expect(rows[0].high == "64")
        #expect(rows[0].failed == 3)
        #expect(rows[1].rate == 0)
        #expect(rows[1].mean == 5)
    }

    @Test("A server that was started again is measured anew")
    func restarts() {
        var model = Self.model
        model.take([Self.info(5, 5, run: "b"), Self.slow, Self.clients], at: 4)
        #expect(model.rates == [100])
        #expect(model.rows[0].rate == 0)
    }

    @Test("The screen has commands, slow log and clients")
    func screen() {
        let canvas = Canvas(columns: 66, rows: 14, glyphs: .unicode)
        #expect(
            TopLayout.draw(Self.model, lost: nil, on: canvas).lines() == [
                "leadline at leads:5323",
                "2 clients, 35.3MB memory, up 1m30s, 1 errors",
                "100 commands/s        █",
                "command             calls/s  mean us   p99 us      calls   failed",
                "LEAD.GET              100.0      2.0       64        300        3",
                "CLIENT LIST                      5.0                  10        0",
                "", "",
                "slow log " + String(repeating: "─", count: 57),
                "20.9 ms  LEAD.FIND (redacted)  127.0.0.1:4",
                "clients " + String(repeating: "─", count: 58),
                "127.0.0.1:5  bob  client|list  idle 0 s",
                "127.0.0.1:4  ann  desk  lead.get  idle 7 s",
                "q quits",
            ])
    }

    @Test("A pipe gets a line, a small screen the rate alone")
    func small() {
        #expect(
            TopLayout.line(Self.model)
                == "100.0 commands/s, 2 clients, 35.3MB memory, up 1m30s, 1 errors, "
                + "LEAD.GET 100.0/s 2.0 us")
        let canvas = Canvas(columns: 19, rows: 2, glyphs: .ascii)
        #expect(
            TopLayout.draw(Self.model, lost: nil, on: canvas).lines() == ["100 commands/s", ""])
        for columns in [20, 30, 80] {
            for rows in 1...20 {
                let canvas = Canvas(columns: columns, rows: rows, glyphs: .unicode)
                let lines = TopLayout.draw(Self.model, lost: "x", on: canvas).lines()
                let wide = lines.filter { Table.displayWidth($0) > columns }
                #expect(wide.isEmpty)
            }
        }
    }

    @Test(
        "Numbers and spans are short",
        arguments: [
            (ShownNumber.short(9999), "9999"), (ShownNumber.short(12_345), "12.3k"),
            (ShownNumber.short(4_500_000), "4.5M"), (ShownNumber.tenths(-0.25), "-0.3"),
            (ShownNumber.span(4), "4s"), (ShownNumber.span(725), "12m05s"),
            (ShownNumber.span(10_920), "3h02m"), (ShownNumber.span(198_000), "2d07h"),
        ])
    func numbers(shown: String, expected: String) {
        #expect(shown == expected)
    }
}
