package import LeadlineDomain
package import LeadlineStore

// How the values of the money stand in records and keys.

extension SaleID: RecordField, KeyPart {}
extension BonusID: RecordField, KeyPart {}
extension PayoutID: RecordField, KeyPart {}
extension PayoutState: RecordField, KeyPart {}
extension TaxRule.Method: RecordField {}
extension BonusType: RecordField {}
extension BonusState: RecordField, KeyPart {}
extension Recipient: RecordField {}
extension SaleState: RecordField, KeyPart {}
extension SaleType: RecordField {}
extension DueEvent: RecordField {}
extension LedgerAccount: RecordField, KeyPart {}
extension Brackets.Mode: RecordField {}
extension Cap.Period: RecordField {}
extension Overrides.Base: RecordField {}

// As they are written and not otherwise: another spelling would be a second key of the same.

extension Currency: KeyPart {
    package func append(to key: inout [UInt8]) { KeyText(text.bytes).append(to: &key) }
    package static func read(_ key: inout KeyReader) -> Currency? {
        guard let code = KeyText.read(&key), let currency = Currency(code.bytes),
            currency.text.bytes == code.bytes
        else { return nil }
        return currency
    }
}

extension Payee: KeyPart {
    package func append(to key: inout [UInt8]) { KeyText(text.bytes).append(to: &key) }
    package static func read(_ key: inout KeyReader) -> Payee? {
        guard let name = KeyText.read(&key), let payee = Payee(name.bytes),
            payee.text.bytes == name.bytes
        else { return nil }
        return payee
    }
}

extension CivilDate: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(daysSinceEpoch) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        guard let date = CivilDate(daysSinceEpoch: try reader.read()) else { throw .invalid }
        self = date
    }
}

extension DueRule: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(event)
        writer.write(delay)
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(event: try reader.read(), delay: try reader.read())
    }
}

extension Portion: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(weights)
        writer.write(UInt32(clamping: index))
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let weights: [Int64] = try reader.read()
        guard let portion = Portion(weights: weights, index: Int(try reader.read(UInt32.self)))
        else { throw .invalid }
        self = portion
    }
}

extension Brackets.Row: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(from)
        writer.write(rate)
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(from: try reader.read(), rate: try reader.read())
    }
}

extension Brackets: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(rows) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let rows: [Row] = try reader.read()
        do throws(ValueFault) { self = try Brackets(rows) } catch { throw .invalid }
    }
}

extension Cap: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(limit)
        writer.write(period)
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(limit: try reader.read(), period: try reader.read())
    }
}

extension Overrides: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(base)
        writer.write(rates)
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let base: Base = try reader.read()
        let rates: [Rate] = try reader.read()
        do throws(ValueFault) {
            self = try Overrides(rates: rates, of: base)
        } catch { throw .invalid }
    }
}

extension PartPlan.Part: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(weight)
        writer.write(due)
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(weight: try reader.read(), due: try reader.read())
    }
}

extension PartPlan: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(parts) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let parts: [Part] = try reader.read()
        do throws(ValueFault) { self = try PartPlan(parts: parts) } catch { throw .invalid }
    }
}

extension Recurrence: RecordField {
    // Numbers are on disk: never reuse one, never renumber. Months are their own number.
    private static let firstCode: UInt16 = 0
    private static let lifetimeCode: UInt16 = .max

    package func encode(into writer: inout RecordWriter) {
        switch self {
        case .first: writer.write(Self.firstCode)
        case .months(let count): writer.write(count)
        case .lifetime: writer.write(Self.lifetimeCode)
        }
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        switch try reader.read(UInt16.self) {
        case Self.firstCode: self = .first
        case Self.lifetimeCode: self = .lifetime
        case let count where count <= Self.monthsMax: self = .months(count)
        default: throw .invalid
        }
    }
}

extension Terms.Reward: RecordField {
    // Numbers are on disk: never reuse one, never renumber.
    private static let rateKind: UInt8 = 1
    private static let fixedKind: UInt8 = 2
    private static let bracketsKind: UInt8 = 3

    package func encode(into writer: inout RecordWriter) {
        switch self {
        case .rate(let rate):
            writer.write(Self.rateKind)
            writer.write(rate)
        case .fixed(let minor):
            writer.write(Self.fixedKind)
            writer.write(minor)
        case .brackets(let brackets, let mode):
            writer.write(Self.bracketsKind)
            writer.write(brackets)
            writer.write(mode)
        }
    }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        switch try reader.read(UInt8.self) {
        case Self.rateKind: self = .rate(try reader.read())
        case Self.fixedKind: self = .fixed(try reader.read())
        case Self.bracketsKind: self = .brackets(try reader.read(), try reader.read())
        default: throw .invalid
        }
    }
}

extension TermsScope: RecordField {
    package func encode(into writer: inout RecordWriter) { writer.write(text) }
    package init(from reader: inout RecordReader) throws(RecordFault) {
        let text: Text = try reader.read()
        do throws(ValueFault) { self = try TermsScope.parse(text.bytes) } catch { throw .invalid }
    }
}
