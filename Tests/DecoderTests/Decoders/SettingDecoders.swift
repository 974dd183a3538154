import Configuration
import LeadlineDomain

@testable import LeadlineEngine
@testable import LeadlineServer

extension Decoder {
    /// Values of the configuration: the first byte chooses the key, the rest is what CONFIG SET,
    /// the command line and the environment would be given.
    static let configurationValue = Decoder("configuration-value") { bytes in
        var choices = Choices(bytes)
        let keys = ConfigurationTable.keys
        let key = keys[choices.below(keys.count)]
        // Whatever gives a value gives text.
        let text = Text(String(decoding: choices.rest, as: UTF8.self))
        var values = ConfigurationValues()
        let before = key.text(in: values)
        do throws(ValueFault) { try key.put(text, into: &values) } catch {
            try hold(!error.reason.isEmpty, "\(key.name): a fault says something")
            return
        }
        let printed = key.text(in: values)
        var again = ConfigurationValues()
        do throws(ValueFault) { try key.put(Text(printed), into: &again) } catch {
            throw Broken(description: "\(key.name) does not take its own '\(printed)'")
        }
        try hold(key.text(in: again), equals: printed, key.name)
        // It changes no other key.
        for other in keys where other.name != key.name && other.change != .fixed {
            try hold(
                other.text(in: values), equals: other.defaultText, "\(key.name) sets \(other.name)")
        }
        try hold(key.defaultText, equals: before, "\(key.name): the default stays")
    }

    /// Configuration files.
    static let configurationFile = Decoder("configuration-file") { bytes in
        do {
            let file = try bytes.withUnsafeBytes { buffer in
                try ConfigurationFile(
                    data: RawSpan(_unsafeBytes: buffer), providerName: "fuzz",
                    parsingOptions: .default)
            }
            for key in ConfigurationTable.keys where key.isInFile {
                _ = try? file.value(forKey: .init([key.name]), type: .string)
            }
        } catch let fault as ConfigurationFault {
            try hold(!"\(fault)".isEmpty, "a fault says something")
        }
    }
}
