import FoundationEssentials
import LeadlineDomain
import LeadlineEngine
import LeadlineStore

/// The configuration as a JSON object whose keys are the command line's words.
///
/// A key that is not known is refused with its name, so that a misspelt one is never ignored.
package enum ConfigurationFile {
    /// The keys, in the order in which they are listed.
    package static let keys = ConfigurationTable.keys.filter(\.isInFile).map(\.name)

    /// Puts a file's values into a configuration.
    package static func apply(
        _ path: String, to configuration: inout ServerConfiguration
    ) throws(ConfigurationFault) {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw .unreadable(path: path, reason: "is it there, and may it be read?")
        }
        try apply(Array(data), path: path, to: &configuration)
    }

    /// Puts a file's content into a configuration.
    static func apply(
        _ bytes: [UInt8], path: String, to configuration: inout ServerConfiguration
    ) throws(ConfigurationFault) {
        let content: Content
        do {
            content = try JSONDecoder().decode(Content.self, from: Data(bytes))
        } catch let fault as ConfigurationFault {
            throw fault
        } catch {
            throw .unreadable(path: path, reason: "it is no JSON object")
        }
        var values = configuration.values
        for (key, text) in content.texts {
            do throws(ValueFault) {
                try key.put(text, into: &values)
            } catch {
                throw .value(key: key.name, expected: key.expected)
            }
        }
        configuration.values = values
    }

    /// Any key at all, so that unknown ones are seen.
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    /// The file's keys with their values as text.
    private struct Content: Decodable {
        private(set) var texts: [(ConfigurationKey, Text)] = []

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: AnyKey.self)
            for name in values.allKeys.sorted(by: { $0.stringValue < $1.stringValue }) {
                guard let key = ConfigurationTable.key(Text(name.stringValue)), key.isInFile,
                    key.name == name.stringValue
                else { throw ConfigurationFault.unknownKey(name.stringValue) }
                guard let text = Self.text(of: key, name, values) else {
                    throw ConfigurationFault.value(key: key.name, expected: Self.expected(key))
                }
                texts.append((key, Text(text)))
            }
        }

        private static func text(
            of key: ConfigurationKey, _ name: AnyKey, _ values: KeyedDecodingContainer<AnyKey>
        ) -> String? {
            switch key.kind {
            case .number: (try? values.decode(Int.self, forKey: name)).map { "\($0)" }
            case .yesNo: (try? values.decode(Bool.self, forKey: name)).map { $0 ? "yes" : "no" }
            case .word, .text: try? values.decode(String.self, forKey: name)
            }
        }

        private static func expected(_ key: ConfigurationKey) -> String {
            if case .yesNo = key.kind { return "true or false" }
            return key.expected
        }
    }
}
