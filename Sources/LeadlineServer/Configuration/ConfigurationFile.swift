import Configuration
import FoundationEssentials
import LeadlineDomain
import LeadlineEngine

/// The configuration as a JSON object whose keys are those of the configuration's table.
///
/// It is the library's kind of snapshot, but stricter than the library's own of JSON: a key that is
/// not known is refused with its name, so that a misspelt one is never ignored, and true is not 1.
struct ConfigurationFile: FileConfigSnapshot {
    /// The keys, in the order in which they are listed.
    static let keys = ConfigurationTable.keys.filter(\.isInFile).map(\.name)

    /// There is nothing to choose.
    struct ParsingOptions: FileParsingOptions {
        static let `default` = ParsingOptions()
    }

    let providerName: String
    private let values: [String: ConfigContent]

    /// Reads a file's content; throws `ConfigurationFault`.
    init(data: RawSpan, providerName: String, parsingOptions: ParsingOptions) throws {
        let bytes = data.withUnsafeBytes { Array($0) }
        self.providerName = providerName
        do {
            values = try JSONDecoder().decode(Content.self, from: Data(bytes)).values
        } catch ConfigurationFault.unknownKey(let key, _) {
            throw ConfigurationFault.unknownKey(key, line: Self.line(of: key, in: bytes))
        } catch let fault as ConfigurationFault {
            throw fault
        } catch {
            throw ConfigurationFault.unreadable(path: "", reason: "it is no JSON object")
        }
        // The library's decoder takes one of the two and says nothing.
        if let (key, line) = Self.repeatedKey(in: bytes) {
            throw ConfigurationFault.repeatedKey(key, line: line)
        }
    }

    var description: String { "\(providerName)[\(values.count) values]" }
    var debugDescription: String { description }

    /// What the file says of a key; throws when it says it in another type.
    func value(forKey key: AbsoluteConfigKey, type: ConfigType) throws -> LookupResult {
        let name = key.components.joined(separator: ".")
        guard let content = values[name] else {
            return LookupResult(encodedKey: name, value: nil)
        }
        switch (content, type) {
        case (.int, .int), (.bool, .bool), (.string, .string):
            return LookupResult(encodedKey: name, value: ConfigValue(content, isSecret: false))
        default: throw ConfigurationFault.unknownKey(name, line: 0)
        }
    }

    /// The key that was probably meant.
    static func nearest(to key: String) -> String? {
        Nearest.word(to: Array(key.utf8)[...], among: keys.map { Text($0) })?.description
    }

    /// The line on which a key stands first, counted from 1.
    private static func line(of key: String, in bytes: [UInt8]) -> Int {
        let quoted = "\"\(key)\""
        let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        let place = lines.firstIndex { String(decoding: $0, as: UTF8.self).contains(quoted) }
        return place.map { $0 + 1 } ?? 0
    }

    /// A key that stands there twice, with the line of its second place.
    private static func repeatedKey(in bytes: [UInt8]) -> (key: String, line: Int)? {
        var seen: Set<String> = []
        var line = 1
        var start: Int?
        var isEscaped = false
        for (place, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "\n") { line += 1 }
            guard let first = start else {
                if byte == UInt8(ascii: "\"") { start = place + 1 }
                continue
            }
            if isEscaped || byte != UInt8(ascii: "\"") {
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            start = nil
            let next = bytes[(place + 1)...].first { !$0.isBlank }
            guard next == UInt8(ascii: ":") else { continue }
            let key = Self.plain(bytes[(first - 1)...place])
            guard seen.insert(key).inserted else { return (key, line) }
        }
        return nil
    }

    /// A key without its quotes and escapes.
    private static func plain(_ quoted: ArraySlice<UInt8>) -> String {
        (try? JSONDecoder().decode(String.self, from: Data(quoted)))
            ?? String(decoding: quoted, as: UTF8.self)
    }

    /// Any key at all, so that unknown ones are seen.
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// The file's keys with their values.
    private struct Content: Decodable {
        private(set) var values: [String: ConfigContent] = [:]

        init(from decoder: any Decoder) throws {
            let found = try decoder.container(keyedBy: AnyKey.self)
            for name in found.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
                guard keys.contains(name.stringValue) else {
                    throw ConfigurationFault.unknownKey(name.stringValue, line: 0)
                }
                values[name.stringValue] = Self.value(name, in: found)
            }
        }

        /// What no key takes, such as a list, is kept as such: its key is refused when it is asked.
        private static func value(
            _ name: AnyKey, in found: KeyedDecodingContainer<AnyKey>
        ) -> ConfigContent {
            if let flag = try? found.decode(Bool.self, forKey: name) { return .bool(flag) }
            if let number = try? found.decode(Int.self, forKey: name) { return .int(number) }
            if let text = try? found.decode(String.self, forKey: name) { return .string(text) }
            return .bytes([])
        }
    }
}
