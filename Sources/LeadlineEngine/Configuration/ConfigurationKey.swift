package import LeadlineDomain

/// One key of the configuration, declared once: CONFIG, the configuration file, HELP CONFIG and
/// `Protocol/CONFIG.md` are all made from it.
package struct ConfigurationKey: Sendable {
    /// What a key's value is, as text.
    package enum Kind: Sendable {
        /// A whole number within bounds.
        case number(ClosedRange<Int>)
        /// `yes` or `no`; true or false in the file.
        case yesNo
        /// One of these words.
        case word([String])
        /// Text that is read further: what it is.
        case text(String)
    }

    /// When a key gets its value.
    package enum Change: String, Sendable {
        /// In the file or on the command line; a restart makes it count.
        case start
        /// There too, and for the running server by CONFIG SET.
        case live
        /// Never: it says how this server is, in the words of Redis's tools.
        case fixed
    }

    /// Lower case, as it is read and written.
    package let name: String
    /// What its value is.
    package let kind: Kind
    /// When it gets its value.
    package let change: Change
    /// What it decides, in one sentence.
    package let summary: String
    private let read: @Sendable (ConfigurationValues) -> String
    private let write: @Sendable (inout ConfigurationValues, Text) -> Bool

    init(
        _ name: String, _ kind: Kind, _ change: Change, _ summary: String,
        read: @escaping @Sendable (ConfigurationValues) -> String,
        write: @escaping @Sendable (inout ConfigurationValues, Text) -> Bool
    ) {
        self.name = name
        self.kind = kind
        self.change = change
        self.summary = summary
        self.read = read
        self.write = write
    }

    /// A key that always has the same value.
    init(fixed name: String, _ value: String, _ summary: String) {
        self.init(name, .text(value.isEmpty ? "nothing" : value), .fixed, summary) { _ in
            value
        } write: { _, _ in
            false
        }
    }

    /// A number within bounds.
    init(
        _ name: String, _ range: ClosedRange<Int>, _ change: Change, _ summary: String,
        _ path: any WritableKeyPath<ConfigurationValues, Int> & Sendable
    ) {
        self.init(name, .number(range), change, summary) { values in
            "\(values[keyPath: path])"
        } write: { values, text in
            guard let number = Int(text.description), range.contains(number) else { return false }
            values[keyPath: path] = number
            return true
        }
    }

    /// Yes or no.
    init(
        _ name: String, _ change: Change, _ summary: String,
        _ path: any WritableKeyPath<ConfigurationValues, Bool> & Sendable
    ) {
        self.init(name, .yesNo, change, summary) { values in
            values[keyPath: path] ? "yes" : "no"
        } write: { values, text in
            let isYes = text.bytes.matches("yes")
            guard isYes || text.bytes.matches("no") else { return false }
            values[keyPath: path] = isYes
            return true
        }
    }

    /// The key's value as text.
    package func text(in values: ConfigurationValues) -> String { read(values) }

    /// Puts a value, or says what the key takes.
    package func put(
        _ text: Text, into values: inout ConfigurationValues
    ) throws(ValueFault) {
        guard write(&values, text) else { throw ValueFault("it takes \(expected)") }
    }

    /// Whether the configuration file may name it.
    package var isInFile: Bool { change != .fixed }

    /// What its value may be, for people.
    package var expected: String {
        switch kind {
        case .number(let range): "a number from \(range.lowerBound) to \(range.upperBound)"
        case .yesNo: "yes or no"
        case .word(let words): words.joined(separator: " or ")
        case .text(let what): what
        }
    }

    /// The value that is served with when nothing is said.
    package var defaultText: String { read(ConfigurationValues()) }
}
