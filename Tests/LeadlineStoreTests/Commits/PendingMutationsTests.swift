import Testing

@testable import LeadlineStore

@Suite("Pending mutations")
struct PendingMutationsTests {
    private struct Step {
        let key: [UInt8]
        let value: [UInt8]?
    }

    @Test("They agree with a model, also after roll-backs", arguments: [1, 2, 3] as [UInt64])
    func agreement(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var pending = PendingMutations(seed: 1)
        var steps: [Step] = []
        for round in 0..<400 {
            let mark = pending.count
            for _ in 0..<Int.random(in: 0...8, using: &generator) {
                let step = Self.step(&generator)
                steps.append(step)
                Self.set(step, &pending)
            }
            if Int.random(in: 0..<3, using: &generator) == 0 {
                pending.rollBack(to: mark)
                steps.removeLast(steps.count - mark)
            }
            if round.isMultiple(of: 97) {
                pending.removeAll()
                steps = []
            }
            try Self.check(pending, steps, seed)
        }
    }

    @Test("They agree with a model as groups become smaller and larger")
    func sizes() throws {
        var generator = SeededGenerator(seed: 4)
        var pending = PendingMutations(seed: 1)
        for count in [3000, 20, 1, 0, 600, 5, 2000] {
            var steps: [Step] = []
            for _ in 0..<count {
                let step = Self.step(&generator)
                steps.append(step)
                Self.set(step, &pending)
            }
            try Self.check(pending, steps, 4)
            pending.rollBack(to: count / 2)
            steps.removeLast(count - count / 2)
            try Self.check(pending, steps, 4)
            pending.removeAll()
        }
    }

    @Test("A key that is set again takes no memory for itself")
    func supersededKeys() {
        var pending = PendingMutations(seed: 1)
        let key = [UInt8](repeating: 0x20, count: 50)
        pending.set(key.span, [1].span)
        pending.set(key.span, [2].span)
        let twice = pending.byteCount
        pending.rollBack(to: 1)
        let (once, value) = (pending.byteCount, pending.slice(0))
        #expect(twice == 52)
        #expect(once == 51)
        #expect(value == [1])
    }

    private static func step(_ generator: inout SeededGenerator) -> Step {
        var key = [UInt8.random(in: 0x10...0x13, using: &generator)]
        for _ in 0..<Int.random(in: 0...10, using: &generator) {
            key.append(UInt8.random(in: 0...1, using: &generator))
        }
        guard Int.random(in: 0..<4, using: &generator) > 0 else {
            return Step(key: key, value: nil)
        }
        let count = Int.random(in: 0...20, using: &generator)
        return Step(key: key, value: (0..<count).map { UInt8($0) })
    }

    private static func set(_ step: Step, _ pending: inout PendingMutations) {
        if let value = step.value {
            pending.set(step.key.span, value.span)
        } else {
            pending.set(step.key.span, nil)
        }
    }

    private static func check(
        _ pending: borrowing PendingMutations, _ steps: [Step], _ seed: UInt64
    ) throws {
        var last: [[UInt8]: Int] = [:]
        for (index, step) in steps.enumerated() { last[step.key] = index }
        for (key, index) in last {
            // Apart: an expectation cannot hold what is not copied.
            let found = pending.latest(key.span)
            #expect(found == index, "seed \(seed)")
            let (value, foundKey) = (pending.slice(index), pending.key(index))
            #expect(value.map { Array($0) } == steps[index].value, "seed \(seed)")
            #expect(Array(foundKey) == key, "seed \(seed)")
        }
        let stray = pending.latest([0x10, 2].span)
        #expect(stray == nil)
        let body = pending.body()
        var expected: [(UInt8, Int)] = last.map { ($0.key[0], $0.value) }
        expected.sort { $0 < $1 }
        var offset = 0
        for (_, index) in expected {
            let read = Mutation(in: body.span, at: &offset)
            let mutation = try #require(read, "seed \(seed)")
            #expect(Array(body[mutation.key]) == steps[index].key, "seed \(seed)")
            #expect(mutation.value.map { Array(body[$0]) } == steps[index].value)
        }
        #expect(offset == body.count, "seed \(seed)")
    }
}
