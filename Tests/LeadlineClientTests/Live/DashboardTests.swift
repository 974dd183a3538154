import LeadlineClient
import Testing
import leadline

@Suite("Dashboard")
struct DashboardTests {
    private static let info = """
        # Server
        run_id:a
        server_time_usec:1795280400000000
        # Stats
        total_commands_processed:100
        # Leads
        events_seq:7
        """

    private static func model(
        deadlines: [[String?]] = [
            ["L3", "accept", "2026-11-21T16:30:00Z", "P1", nil],
            ["L1", "review", "2026-11-21T17:00:10Z", nil, "ann"],
        ]
    ) -> DashboardModel {
        var model = DashboardModel(place: "ann@leads:5323")
        let funnel = ReportPage.reply(
            ["stage", "leads"], [["registered", "8"], ["offered", "4"], ["won", "1"]])
        let queue = ReportPage.reply(
            ["id", "score", "name", "service"],
            [["L1", "40", "名前 Lee", "payroll"], ["L2", "0", nil, nil]])
        let overdue = ReportPage.reply(["id", "stage", "due", "partner", "owner"], deadlines)
        let open = ReportPage.reply(
            ["due", "status", "id", "partner", "owner"],
            [["2026-11-21T16:30:00Z", "offered", "L3", "P1", nil], [nil, "new", "L2", nil, nil]])
        let todo = ReportPage.reply(
            ["due", "what", "id"], [["2026-11-22T17:00:00Z", "bonus", "B1"]])
        model.take([.text(info), funnel, queue, overdue, open, todo], at: 10)
        model.note(delay: 0.25)
        let events = ReportPage.page(
            ["seq", "at", "type", "subject", "actor"],
            [
                ["6", "2026-11-21T16:59:00Z", "lead.created", "L1", "web"],
                ["7", "2026-11-21T17:00:00Z", "lead.assigned", "L3", "ann"],
            ])
        model.add(events)
        return model
    }

    private func drawn(
        _ model: DashboardModel = model(), columns: Int, rows: Int, lost: String? = nil,
        age: Double = 0, glyphs: Glyphs = .unicode
    ) -> [String] {
        let canvas = Canvas(columns: columns, rows: rows, glyphs: glyphs)
        return DashboardLayout.draw(model, lost: lost, age: age, on: canvas).lines()
    }

    @Test("A wide screen has two columns of panels")
    func wide() {
        #expect(
            drawn(columns: 70, rows: 12) == [
                "ann@leads:5323                                               17:00:00Z",
                "funnel ───────────────────────────  due 3, late 1 ────────────────────",
                "registered █████████████████████ 8  late 30m00s L3 accept P1",
                "offered    ██████████▌           4  in 10s      L1 review ann",
                "won        ██▋                   1  in 1d00h    B1 bonus",
                "queue 2 ──────────────────────────",
                "L1     40  名前 Lee  payroll        events ───────────────────────────",
                "L2     0                            17:00:00 lead.assigned L3 ann",
                "                                    16:59:00 lead.created L1 web",
                "",
                "-                                   0.3 ms    █",
                "q quits",
            ])
    }

    @Test("A narrow screen has one column, what is due first, and ASCII where there is no more")
    func narrow() {
        #expect(
            drawn(columns: 24, rows: 12, glyphs: .ascii) == [
                "ann@leads:5323 17:00:00Z",
                "due 3, late 1 ----------",
                "late 30m00s L3 accept P1",
                "in 10s      L1 review a~",
                "funnel -----------------",
                "registered ########### 8",
                "offered    ######      4",
                "queue 2 ----------------",
                "L1     40  ???? Lee  pa~",
                "L2     0",
                "-            0.3 ms    #",
                "q quits",
            ])
    }

    @Test("A screen that is too small has one line", arguments: [(19, 24), (80, 5), (5, 1)])
    func tiny(columns: Int, rows: Int) {
        let lines = drawn(columns: columns, rows: rows)
        #expect(lines[0] == (columns == 5 ? "2 ne…" : "2 new 1 late"))
        let rest = lines.dropFirst().filter { !$0.isEmpty }
        #expect(rest.isEmpty)
    }

    @Test("Countdowns go on between two readings, and what was due becomes late")
    func countdown() {
        let later = drawn(columns: 70, rows: 12, age: 15)
        #expect(later[0].hasSuffix("17:00:15Z"))
        #expect(later[1].contains("due 3, late 2"))
        #expect(later[3].hasSuffix("late 5s     L1 review ann"))
    }

    @Test("A lost connection is told, and the last picture stays")
    func lost() {
        let lines = drawn(columns: 70, rows: 12, lost: "connection refused")
        #expect(lines[11] == "no connection: connection refused; trying again")
        #expect(lines[2].contains("registered"))
        #expect(drawn(columns: 19, rows: 3, lost: "x")[0] == "no connection")
    }

    @Test("Every size can be drawn, and no line is wider than the screen")
    func sizes() {
        for columns in [1, 7, 20, 21, 63, 64, 65, 200] {
            for rows in 1...30 {
                let lines = drawn(columns: columns, rows: rows)
                #expect(lines.count == rows)
                let wide = lines.filter { Table.displayWidth($0) > columns }
                #expect(wide.isEmpty)
            }
        }
    }

    @Test("What the caller may not see has no panel and is not asked for again")
    func refused() {
        var model = DashboardModel(place: "pia")
        let asked = model.questions.worthAsking.count
        let none = ReportPage.reply(["id"], [])
        let no = Reply.error(ServerError(code: "NOPERM", message: "not for partners"))
        model.take([.text(Self.info), none, no, none, none, none], at: 1)
        #expect(model.queue == nil)
        #expect(model.questions.worthAsking.count == asked - 1)
        #expect(!model.questions.worthAsking.map(\.first).contains("QUEUE"))
        let lines = drawn(model, columns: 70, rows: 12)
        #expect(!lines.joined().contains("queue"))
        model.take([.text(Self.info), none, none, none, none], at: 2)
        #expect(model.queue == nil)
    }

    @Test("Throughput is what others sent, and a new run of the server begins anew")
    func throughput() {
        var model = DashboardModel(place: "x")
        let sample = { (run: String, total: Int, at: Double) in
            InfoSample("run_id:\(run)\r\ntotal_commands_processed:\(total)\r\n", at: at)
        }
        model.note(sample("a", 100, 1), own: 8)
        model.note(sample("a", 148, 3), own: 8)
        #expect(model.rates == [20])
        model.note(sample("b", 5, 4), own: 8)
        model.note(sample("b", 6, 5), own: 8)
        #expect(model.rates == [20, 0])
    }

    @Test("Events go on behind the newest, the newest stand first")
    func events() {
        let model = Self.model()
        #expect(model.after == "7")
        #expect(model.events.map(\.subject) == ["L3", "L1"])
    }
}
