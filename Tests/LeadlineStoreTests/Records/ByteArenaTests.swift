import Testing

@testable import LeadlineStore

@Suite("Byte arenas")
struct ByteArenaTests {
    @Test("What is appended is there, however often the memory grows")
    func growth() {
        var generator = SeededGenerator(seed: 5)
        var arena = ByteArena()
        var model: [UInt8] = []
        for _ in 0..<500 {
            let number = UInt64.random(in: .min ... .max, using: &generator)
            let bytes = (0..<Int.random(in: 0...200, using: &generator)).map { UInt8($0 & 0xFF) }
            arena.append(bytes.span)
            arena.append(bytes[...])
            arena.append(UInt8(truncatingIfNeeded: number))
            arena.append(bigEndian: number)
            arena.append(littleEndian: number, count: 4)
            model += bytes + bytes + [UInt8(truncatingIfNeeded: number)]
            number.append(to: &model)
            model += (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt64($0 * 8)) }
        }
        // Apart: an expectation cannot hold what is not copied.
        let (all, middle) = (arena.array, Array(copying: arena[100..<200]))
        arena.drop(to: 7)
        let seven = arena.array
        arena.removeAll()
        let none = arena.count
        #expect(all == model, "seed 5")
        #expect(middle == Array(model[100..<200]))
        #expect(seven == Array(model[..<7]))
        #expect(none == 0)
    }

    @Test("A slice keeps its bytes when the arena changes")
    func slices() {
        var arena = ByteArena()
        arena.append([1, 2, 3].span)
        let slice = arena.slice(1..<3)
        arena.removeAll()
        arena.append([9, 9, 9].span)
        #expect(slice == [2, 3])
    }

    @Test("Bytes are in order and equal as arrays of them are")
    func order() {
        let texts: [[UInt8]] = [
            [], [0], [0, 0], [0, 1], [1], [1, 0], [0x7F], [0x80], [0xFF, 0],
        ]
        for (index, left) in texts.enumerated() {
            for (other, right) in texts.enumerated() {
                let order = KeyOrder.compare(left.span, right.span)
                let isSame = left.span == right.span
                #expect(order.signum() == (index - other).signum(), "\(left) \(right)")
                #expect(isSame == (index == other), "\(left) \(right)")
            }
        }
    }

    @Test("The last eight bytes, or fewer, are a number")
    func lastNumbers() {
        for count in 0...20 {
            let bytes = (0..<count).map { UInt8($0 + 1) }
            let expected = bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            let number = bytes.span.lastNumber
            #expect(number == expected)
        }
    }
}
