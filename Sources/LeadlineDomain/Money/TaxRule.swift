/// Whether what a payee was paid in a year has to be reported on form 1099-NEC (`rules.md` 9).
package enum TaxRule {
    /// What sort of body a payee is.
    package enum Entity: UInt8, Vocabulary {
        // Numbers are on disk: never reuse one, never renumber.
        /// A person.
        case individual = 1
        /// A limited liability company.
        case llc = 2
        /// A partnership.
        case partnership = 3
        /// A corporation.
        case corporation = 4

        package var word: StaticString {
            switch self {
            case .individual: "individual"
            case .llc: "llc"
            case .partnership: "partnership"
            case .corporation: "corporation"
            }
        }
    }

    /// How a payee was paid.
    package enum Method: UInt8, Vocabulary {
        // Numbers are on disk: never reuse one, never renumber.
        /// From account to account.
        case ach = 1
        /// By cheque.
        case check = 2
        /// By wire.
        case wire = 3
        /// By card.
        case card = 4
        /// By a third party's network.
        case network = 5

        package var word: StaticString {
            switch self {
            case .ach: "ach"
            case .check: "check"
            case .wire: "wire"
            case .card: "card"
            case .network: "network"
            }
        }

        /// Whether the network that carries it reports it instead.
        package var isReportedByOthers: Bool { self == .card || self == .network }
    }

    /// What is to be done for a payee.
    package enum Verdict: Hashable, Sendable {
        /// The form is due.
        case due
        /// Less than the threshold was paid.
        case belowThreshold
        /// Corporations are left out.
        case corporation
        /// Employees are paid, and reported, by payroll.
        case employee
    }

    /// The years from which a threshold holds, with the threshold in US cents, ascending.
    private static let thresholds: [(from: Int, cents: Int64)] = [(0, 60_000), (2026, 200_000)]

    /// The threshold of a calendar year in US cents: 600.00 through 2025, 2,000.00 from 2026.
    package static func threshold(of year: Int) -> Int64 {
        thresholds.last { $0.from <= year }?.cents ?? 0
    }

    /// What is to be done about what was paid in a year.
    ///
    /// Counted is what was paid by means that no network reports, in US cents.
    package static func verdict(
        paid cents: Int64, in year: Int, entity: Entity?, isEmployee: Bool
    ) -> Verdict {
        if isEmployee { return .employee }
        if entity == .corporation { return .corporation }
        return cents >= threshold(of: year) ? .due : .belowThreshold
    }
}
