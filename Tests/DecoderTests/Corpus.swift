import Foundation

/// The inputs that are kept of each decoder: hand-written ones, and the few that reach all the code
/// that libFuzzer's reached.
///
/// One input on a line of `corpus/NAME.txt`: printable ASCII as it is, `\n`, `\r`, `\t`, `\\`, and
/// `\xHH` for any other byte. Lines that begin with `# ` say what comes below.
struct Corpus {
    /// The folder of all the corpora.
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "corpus")

    let inputs: [[UInt8]]

    /// Reads a decoder's corpus.
    init(of name: String) throws {
        let text = try Data(contentsOf: Self.folder.appending(path: name + ".txt"))
        inputs = try text.split(separator: UInt8(ascii: "\n")).filter {
            !$0.starts(with: "# ".utf8)
        }.map { try Self.bytes(Array($0)) }
    }

    /// The decoders that have a corpus.
    static func names() throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return Set(files.map { $0.replacing(".txt", with: "") })
    }

    /// What an escaped line stands for.
    static func bytes(_ line: [UInt8]) throws -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = line[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            guard let letter = rest.popFirst() else { throw Broken(description: "a \\ alone") }
            switch letter {
            case UInt8(ascii: "n"): bytes.append(0x0A)
            case UInt8(ascii: "r"): bytes.append(0x0D)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "\\"): bytes.append(letter)
            default:
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard letter == UInt8(ascii: "x"), digits.count == 2,
                    let value = UInt8(digits, radix: 16)
                else { throw Broken(description: "no such escape") }
                bytes.append(value)
                rest = rest.dropFirst(2)
            }
        }
        return bytes
    }
}
