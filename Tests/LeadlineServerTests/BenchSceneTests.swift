import LeadlineEngine
import Testing
import leadline_bench

extension ServerTests {
    @Suite("What the load generator plays")
    struct BenchSceneTests {
        /// Families that no load is made of, and why.
        private static let unplayed: [String: String] = [
            "DEBT": "settles what somebody owes after a refund, once",
            "PAYROLL": "pays each bonus once, and fails where none is due",
            "ERASE": "takes away what other requests read",
            "PUBSUB": "tells of subscriptions, which a closed loop has not",
            "SUBSCRIBE": "its messages are no replies",
            "PSUBSCRIBE": "its messages are no replies",
            "UNSUBSCRIBE": "ends what is not begun",
            "PUNSUBSCRIBE": "ends what is not begun",
        ]

        @Test("Every family of commands is in some scene, or it is said why not")
        func everyFamilyIsPlayed() {
            let played = Scene.allCases.reduce(into: Set<String>()) { $0.formUnion($1.families) }
            let commands = CommandTable.leadline.commands.filter {
                $0.group != .session && $0.group != .operations
            }
            let families = Set(commands.map { Scene.family(of: $0.name) })
            let missing = families.subtracting(played).subtracting(Self.unplayed.keys)
            #expect(missing.sorted() == [], "give them a line in SceneLines")
            #expect(Set(Self.unplayed.keys).subtracting(families).sorted() == [])
            #expect(played.intersection(Self.unplayed.keys).sorted() == [])
        }

        @Test("Every request of a scene succeeds", arguments: Scene.allCases)
        func requestsSucceed(_ scene: Scene) async throws {
            try await withServer { server in
                let errors = try await scene.trial(port: server.port, requests: 2000)
                #expect(errors == [:])
            }
        }

        @Test("A day succeeds in every dialect", arguments: Dialect.allCases)
        func dialects(_ dialect: Dialect) async throws {
            try await withServer { server in
                let errors = try await Scene.mixedDay.trial(
                    port: server.port, requests: 1000, dialect)
                #expect(errors == [:])
            }
        }

        @Test("A day with four reads in five asks mostly reads")
        func reads() async throws {
            #expect(Scene.isWrite(["LEAD.NEW", "EMAIL", "a@b.example"]))
            #expect(Scene.isWrite(["STATUS", "L1", "contacted"]))
            #expect(!Scene.isWrite(["STATUS", "L1"]))
            #expect(!Scene.isWrite(["REPORT", "FUNNEL", "IN", "month"]))
            try await withServer { server in
                let before = server.registrations
                let errors = try await Scene.mixedDay.trial(
                    port: server.port, requests: 4000, reads: 99)
                #expect(errors == [:])
                // The cast alone is some two hundred; of 4000 requests one in a hundred writes.
                #expect(server.registrations - before < 400)
            }
        }

        @Test("A mixed day has a line of every family that any scene has")
        func mixedDay() {
            for scene in Scene.allCases {
                #expect(scene.families.subtracting(Scene.mixedDay.families) == [])
            }
        }
    }
}
