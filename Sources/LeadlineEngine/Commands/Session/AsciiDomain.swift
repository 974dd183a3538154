import LeadlineDomain
import LeadlineNames

/// The ASCII form of a domain name, by libidn2.
enum AsciiDomain {
    static func of(_ domain: Text) -> Text? {
        DomainNames.ascii(Array(domain.bytes)).map { Text($0) }
    }
}
