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
        /// Who has declared to pay no taxes in the United States is reported on another form.
        case foreign
        /// Less than the threshold was paid by means that no network reports.
        case carried

        /// Why no form is due, in one word; nil when it is.
        package var reason: StaticString? {
            switch self {
            case .due: nil
            case .belowThreshold: "below-threshold"
            case .corporation: "corporation"
            case .employee: "employee"
            case .foreign: "foreign"
            case .carried: "network"
            }
        }
    }

    /// What a payee is to the tax office.
    package struct Subject: Hashable, Sendable {
        /// The form that is on file; nil without one.
        package let form: TaxForm.Kind?
        /// What sort of body it is, where that is known.
        package let entity: Entity?
        /// Whether it is an employee.
        package let isEmployee: Bool

        /// Makes one of its parts.
        package init(form: TaxForm.Kind?, entity: Entity?, isEmployee: Bool) {
            self.form = form
            self.entity = entity
            self.isEmployee = isEmployee
        }
    }

    /// The years from which a threshold holds, with the threshold in US cents, ascending.
    private static let thresholds: [(from: Int, cents: Int64)] = [(0, 60_000), (2026, 200_000)]

    /// The threshold of a calendar year in US cents: 600.00 through 2025, 2,000.00 from 2026.
    package static func threshold(of year: Int) -> Int64 {
        thresholds.last { $0.from <= year }?.cents ?? 0
    }

    /// What is to be done about what was paid in a year: in US cents by means that no network
    /// reports, and by card or a third party's network.
    package static func verdict(
        paid cents: Int64, carried: Int64 = 0, in year: Int, to subject: Subject
    ) -> Verdict {
        if subject.isEmployee { return .employee }
        if subject.entity == .corporation { return .corporation }
        if subject.form == .w8 { return .foreign }
        let threshold = threshold(of: year)
        if cents >= threshold { return .due }
        return Int128(cents) + Int128(carried) >= Int128(threshold) ? .carried : .belowThreshold
    }
}
