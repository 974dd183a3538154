import LeadlineEngine
import LeadlineWire
import NIOCore

/// A scene with as many reads as are wanted.
extension Scene {
    /// Shares of a hundred are multiplied by this, so that rare lines keep their place.
    private static let scale = 10_000

    /// The scene's lines, so weighted that of a hundred requests so many are of lines that read.
    ///
    /// A line of several commands counts as many requests, and writes when one of them does.
    private static func share(_ lines: [Line], reads: Int) throws -> [Line] {
        let writes = lines.map { $0.commands.contains(where: isWrite) }
        var sums = [false: 0, true: 0]
        for (line, isWrite) in zip(lines, writes) {
            sums[isWrite, default: 0] += line.weight * line.commands.count
        }
        guard let read = sums[false], let written = sums[true], read > 0, written > 0 else {
            throw LoadFailure(description: "--reads is for what reads and writes")
        }
        return zip(lines, writes).map { line, isWrite in
            let share = isWrite ? 100 - reads : reads
            let weight = line.weight * share * Self.scale / (isWrite ? written : read)
            return (max(1, weight), line.commands)
        }
    }

    /// The lines of the scene with so many reads in a hundred requests.
    func lines(reads: Int) throws -> [Line] { try Self.share(lines, reads: reads) }

    /// Whether the server takes the command for one that writes.
    package static func isWrite(_ words: [String]) -> Bool {
        var input = ByteBuffer(bytes: Dialect.resp2.request(words))
        var decoder = RequestDecoder()
        var request = Request()
        let table = CommandTable.leadline
        guard decoder.next(&input, &request.frame, limits: .authenticated) == .request,
            let index = try? table.find(request.frame)
        else { return false }
        return table.commands[index].writes(request.frame)
    }
}
