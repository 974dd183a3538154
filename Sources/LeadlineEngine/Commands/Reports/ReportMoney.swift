import LeadlineDomain
import LeadlineStore

/// Amounts of several currencies and days, to be added up in the house's currency.
struct ReportMoney {
    private struct Part: Hashable {
        let currency: Currency
        let day: Int64
    }

    private var own: Int128 = 0
    private var foreign: [Part: Int128] = [:]

    /// Adds an amount of a day.
    mutating func add(_ minor: Int128, _ currency: Currency, on day: Int64, in house: Currency) {
        guard minor != 0 else { return }
        if currency == house {
            own += minor
        } else {
            foreign[Part(currency: currency, day: day), default: 0] += minor
        }
    }

    /// Everything in the house's currency, with the rates that were used.
    ///
    /// What one rate converts is added up first and rounded once.
    func total(_ rates: inout RateBook, _ view: inout View) throws(Rejection) -> ReportTotal {
        var parts: [RateBook.Used: Int128] = [:]
        for (part, minor) in foreign {
            parts[rates.rate(of: part.currency, on: part.day, &view), default: 0] += minor
        }
        var total = ReportTotal(currency: rates.house)
        var sum = own
        for (used, minor) in parts {
            total.rates.insert(used)
            guard let rate = used.rate else {
                total.isWhole = false
                continue
            }
            guard let converted = rate.convert(minor, from: used.currency, to: rates.house) else {
                throw Self.tooLarge
            }
            sum += converted
        }
        guard let minor = Int64(exactly: sum) else { throw Self.tooLarge }
        total.minor = minor
        return total
    }

    private static let tooLarge = Rejection.invalid("value", "the sum is too large")
}

/// A sum in the house's currency, and how it was made.
struct ReportTotal {
    let currency: Currency
    var minor: Int64 = 0
    /// Whether there was a rate for everything.
    var isWhole = true
    var rates: Set<RateBook.Used> = []

    /// The sum; null where a rate is missing, because a part is no sum.
    var value: FieldValue {
        isWhole ? .amount(Money(minor: minor, currency: currency)) : .null
    }
}

/// The rates of one report, each looked up once.
struct RateBook {
    /// A rate that a sum was made with, or the lack of one.
    struct Used: Hashable {
        let currency: Currency
        let day: Int64
        let rate: ExchangeRate?

        /// `EUR 1.0842 2026-11-01`, or `EUR missing`.
        var text: Text {
            guard let rate, let date = CivilDate(daysSinceEpoch: day) else {
                return Text("\(currency.text) missing")
            }
            return Text("\(currency.text) \(rate.text) \(date.text)")
        }
    }

    /// The currency that everything is converted to.
    let house: Currency
    private var known: [Currency: [Int64: Used]] = [:]

    init(_ house: Currency) { self.house = house }

    /// The rate that was in force on a day.
    mutating func rate(of currency: Currency, on day: Int64, _ view: inout View) -> Used {
        if let used = known[currency]?[day] { return used }
        let found = view.rate(from: currency, to: house, on: day)
        let used = Used(currency: currency, day: found?.day ?? 0, rate: found?.rate)
        known[currency, default: [:]][day] = used
        return used
    }
}

extension Set<RateBook.Used> {
    /// The rates as a report names them, by currency and day.
    var texts: FieldValue {
        .texts(
            map(\.text).sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) })
    }
}
