/// What was found of a lead at a price, kept beside what it was found from.
///
/// No part of the lead: any two are equal, and one that was kept for other values answers nothing.
package struct LeadMemo: Equatable, Sendable {
    private final class Findings: Sendable {
        let emailKey: Text
        let businessDomain: Text?
        let company: Text?
        let zip: Zip?
        let companyZip: Text?

        init(
            emailKey: Text, businessDomain: Text?, company: Text?, zip: Zip?, companyZip: Text?
        ) {
            self.emailKey = emailKey
            self.businessDomain = businessDomain
            self.company = company
            self.zip = zip
            self.companyZip = companyZip
        }
    }

    private var findings: Findings?

    init() {}

    /// Keeps the business domain found of an address, and what was found of a company and place.
    package init(
        _ emailKey: Text, businessDomain: Text?, _ company: Text?, _ zip: Zip?,
        companyZip: Text?
    ) {
        findings = Findings(
            emailKey: emailKey, businessDomain: businessDomain, company: company, zip: zip,
            companyZip: companyZip)
    }

    /// The business domain of a lead with this address; nil when it was not kept.
    package func businessDomain(of emailKey: Text) -> Text?? {
        guard let findings, findings.emailKey == emailKey else { return nil }
        return .some(findings.businessDomain)
    }

    /// The company and place of a lead with these; nil when they were not kept.
    package func companyZip(of company: Text?, _ zip: Zip?) -> Text?? {
        guard let findings, findings.company == company, findings.zip == zip else { return nil }
        return .some(findings.companyZip)
    }

    package static func == (left: LeadMemo, right: LeadMemo) -> Bool { true }
}
