package import LeadlineClient

/// What became of a record.
package struct ImportOutcome: Equatable, Sendable {
    /// The word for it, in the list and in the sum.
    package enum Word: String, CaseIterable, Sendable {
        /// It is new here, or would be.
        case created
        /// It was here before: by an earlier run of the same import, or by `--on-exists`.
        case known
        /// Something live is in the way.
        case exists
        /// The server refused its values, or they make no sense.
        case invalid
        /// It is of a kind that this import leaves out.
        case skipped
    }

    /// What became of it.
    package let word: Word
    /// Its id here, where it has one.
    package var id: String?
    /// Why, in the server's words.
    package var reason: String?
    /// The refusal's code, where the server refused it.
    package var code: String?
    /// The new user's token.
    package var token: String?

    /// Makes an outcome.
    package init(_ word: Word, id: String? = nil, reason: String? = nil, code: String? = nil) {
        self.word = word
        self.id = id
        self.reason = reason
        self.code = code
    }

    /// What a refusal means.
    package init(_ refusal: ServerError) {
        let first = refusal.message.prefix { $0 != " " }
        let isTaken = refusal.code == "EXISTS"
        self.init(
            isTaken ? .exists : .invalid, id: isTaken && Self.isID(first) ? String(first) : nil,
            reason: "\(refusal)", code: refusal.code)
    }

    /// Whether the record goes into the file of errors.
    package var isFailure: Bool { word == .exists || word == .invalid }

    /// Whether the same command may succeed in a moment.
    ///
    /// `UNCERTAIN` is among them because every command that makes something has a key.
    package var isPassing: Bool {
        code.map { PassingFailure.isOpen(code: $0) } ?? false
    }

    private static func isID(_ word: Substring) -> Bool {
        word.first?.isUppercase == true && word.last?.isNumber == true
    }
}

/// How many records came to which end.
package struct ImportTally: Equatable, Sendable {
    private var counts: [ImportOutcome.Word: Int] = [:]
    /// Records that were judged.
    package private(set) var total = 0

    /// Nothing yet.
    package init() {}

    /// How many records came to an end.
    package subscript(word: ImportOutcome.Word) -> Int { counts[word, default: 0] }

    /// Counts one.
    package mutating func add(_ word: ImportOutcome.Word) {
        counts[word, default: 0] += 1
        total += 1
    }

    /// The sum in words; what nothing came to is left out, except the first.
    package var text: String {
        ImportOutcome.Word.allCases.filter { $0 == .created || self[$0] > 0 }
            .map { "\(self[$0]) \($0.rawValue)" }.joined(separator: ", ")
    }
}
