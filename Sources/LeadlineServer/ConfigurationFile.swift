import FoundationEssentials
import LeadlineDomain
import LeadlineEngine
import LeadlineStore

/// The configuration as a JSON object whose keys are the command line's words.
///
/// A key that is not known is refused with its name, so that a misspelt one is never ignored.
package enum ConfigurationFile {
    /// The keys, in the order in which they are listed.
    package static let keys = Key.allCases.map(\.rawValue)

    private enum Key: String, CaseIterable, CodingKey {
        case data
        case bind
        case port
        case durability
        case insecure
        case debug = "enable-debug-commands"
        case zone
        case currency
        case country
        case services
        case autorelease
    }

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
        try content.apply(to: &configuration)
    }

    /// Any key at all, so that unknown ones are seen.
    private struct AnyKey: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private struct Content: Decodable {
        private let values: KeyedDecodingContainer<Key>

        init(from decoder: any Decoder) throws {
            let all = try decoder.container(keyedBy: AnyKey.self).allKeys
            for key in all.map(\.stringValue).sorted() where Key(rawValue: key) == nil {
                throw ConfigurationFault.unknownKey(key)
            }
            values = try decoder.container(keyedBy: Key.self)
        }

        func apply(to configuration: inout ServerConfiguration) throws(ConfigurationFault) {
            if let path = try value(.data, String.self, "a path") {
                configuration.store.path = path
            }
            if let bind = try value(.bind, String.self, "an address") { configuration.bind = bind }
            if let port = try value(.port, Int.self, "a number") { configuration.port = port }
            if let word = try value(.durability, String.self, "always or os") {
                guard let durability = StoreOptions.Durability(rawValue: word) else {
                    throw .value(key: Key.durability.rawValue, expected: "always or os")
                }
                configuration.store.durability = durability
            }
            if let flag = try value(.insecure, Bool.self, "true or false") {
                configuration.isInsecure = flag
            }
            try apply(to: &configuration.settings)
        }

        private func apply(to settings: inout Settings) throws(ConfigurationFault) {
            if let flag = try value(.debug, Bool.self, "true or false") {
                settings.areDebugCommandsEnabled = flag
            }
            if let flag = try value(.autorelease, Bool.self, "true or false") {
                settings.autorelease = flag
            }
            if let word = try value(.services, String.self, "open or closed") {
                guard word == "open" || word == "closed" else {
                    throw .value(key: Key.services.rawValue, expected: "open or closed")
                }
                settings.areServicesClosed = word == "closed"
            }
            settings.currency =
                try parsed(.currency, "an ISO 4217 code", Currency.init)
                ?? settings.currency
            settings.country =
                try parsed(.country, "an ISO 3166 code", CountryCode.init)
                ?? settings.country
            settings.zone =
                try parsed(.zone, "UTC or a distance such as +05:30", HouseZone.parse)
                ?? settings.zone
        }

        private func parsed<Value>(
            _ key: Key, _ expected: String, _ parse: (ArraySlice<UInt8>) -> Value?
        ) throws(ConfigurationFault) -> Value? {
            guard let word = try value(key, String.self, expected) else { return nil }
            guard let value = parse(Array(word.utf8)[...]) else {
                throw .value(key: key.rawValue, expected: expected)
            }
            return value
        }

        private func value<Value: Decodable>(
            _ key: Key, _ type: Value.Type, _ expected: String
        ) throws(ConfigurationFault) -> Value? {
            do {
                return try values.decodeIfPresent(type, forKey: key)
            } catch {
                throw .value(key: key.rawValue, expected: expected)
            }
        }
    }
}

extension HouseZone {
    /// Reads `UTC` or a distance such as `+05:30`.
    fileprivate static func parse(_ word: ArraySlice<UInt8>) -> HouseZone? {
        let text = String(decoding: word, as: UTF8.self)
        if text.uppercased() == "UTC" { return .utc }
        let parts = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = text.first, sign == "+" || sign == "-", parts.count == 2,
            parts.allSatisfy({ $0.count == 2 }), let hours = Int32(parts[0]),
            let minutes = Int32(parts[1]), (0...59).contains(minutes), (0...18).contains(hours)
        else { return nil }
        let seconds = hours * 3600 + minutes * 60
        return HouseZone(offsetSeconds: sign == "-" ? -seconds : seconds)
    }
}
