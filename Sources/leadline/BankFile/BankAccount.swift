/// Where money is sent to, or comes from.
package struct BankAccount: Equatable, Sendable {
    /// How banks know the account.
    package enum Number: Equatable, Sendable {
        /// An IBAN without blanks (ISO 13616), and the bank's BIC where it is known.
        case international(iban: String, bic: String?)
        /// An account at a bank of the United States, which its routing number names.
        case domestic(account: String, routing: String)
    }

    /// The longest name of an account's holder in SEPA, in characters.
    package static let nameCharactersMax = 70
    /// The longest account number of ISO 20022, in characters.
    package static let accountCharactersMax = 34

    /// Its holder.
    package let name: String
    /// How banks know it.
    package let number: Number

    /// Judges the cells of a row; the fault is what is wrong with them.
    package init(
        name: String, iban: String, bic: String, account: String, routing: String
    ) throws(Fault) {
        guard !name.isEmpty else { throw Fault("name is missing") }
        guard name.count <= Self.nameCharactersMax else {
            throw Fault("name is longer than \(Self.nameCharactersMax) characters")
        }
        self.name = name
        let (iban, bic) = (Self.compact(iban), Self.compact(bic))
        guard iban.isEmpty != account.isEmpty else {
            throw Fault("either iban, or account and routing")
        }
        if account.isEmpty {
            guard Self.isIBAN(iban) else { throw Fault("iban is not valid") }
            guard bic.isEmpty || Self.isBIC(bic) else { throw Fault("bic is not valid") }
            number = .international(iban: iban, bic: bic.isEmpty ? nil : bic)
        } else {
            guard Self.isAccount(account) else { throw Fault("account is not valid") }
            guard Self.isRouting(routing) else { throw Fault("routing is not valid") }
            number = .domestic(account: account, routing: routing)
        }
    }

    /// What is wrong with an account.
    package struct Fault: Error, Equatable {
        /// One line for people.
        package let reason: String

        init(_ reason: String) { self.reason = reason }
    }
}

// MARK: - Check digits

extension BankAccount {
    private static func compact(_ text: String) -> String {
        text.uppercased().filter { $0 != " " }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    }

    private static func digit(_ byte: UInt8) -> Int? {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            ? Int(byte - UInt8(ascii: "0")) : nil
    }

    /// Whether the check digits of ISO 13616 hold: the country and they go behind the rest,
    /// letters count from 10, and the number leaves 1 when divided by 97.
    static func isIBAN(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        guard (15...accountCharactersMax).contains(bytes.count),
            bytes[..<2].allSatisfy(isLetter), bytes[2..<4].allSatisfy({ digit($0) != nil })
        else { return false }
        var rest = 0
        for byte in bytes[4...] + bytes[..<4] {
            if let digit = digit(byte) {
                rest = (rest * 10 + digit) % 97
            } else if isLetter(byte) {
                rest = (rest * 100 + Int(byte - UInt8(ascii: "A")) + 10) % 97
            } else {
                return false
            }
        }
        return rest == 1
    }

    /// Whether it has the shape of ISO 9362: bank, country, place, and perhaps a branch.
    static func isBIC(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return [8, 11].contains(bytes.count) && bytes[4..<6].allSatisfy(isLetter)
            && bytes.allSatisfy { isLetter($0) || digit($0) != nil }
    }

    /// Whether the check digit of the American Bankers Association holds (weights 3, 7, 1).
    static func isRouting(_ text: String) -> Bool {
        let digits = text.utf8.compactMap(digit)
        guard digits.count == 9, text.utf8.count == 9, digits.contains(where: { $0 > 0 }) else {
            return false
        }
        return zip(digits, [3, 7, 1, 3, 7, 1, 3, 7, 1]).reduce(0) { $0 + $1.0 * $1.1 } % 10 == 0
    }

    private static func isAccount(_ text: String) -> Bool {
        let bytes = Array(text.uppercased().utf8)
        return bytes.count <= accountCharactersMax
            && bytes.allSatisfy { isLetter($0) || digit($0) != nil || $0 == UInt8(ascii: "-") }
    }
}
