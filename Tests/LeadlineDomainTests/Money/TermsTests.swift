import LeadlineDomain
import Testing

@Suite struct TermsTests {
    @Test(arguments: [
        ("P7", "P7"), ("p7", "P7"), ("R3", "R3"), ("cmp2", "CMP2"), ("TIER Gold", "TIER gold"),
        ("tier gold plus", "TIER gold plus"), ("source Employee", "SOURCE employee"),
        ("default", "DEFAULT"),
    ])
    func aScopeIsReadAndPrinted(text: String, printed: String) throws {
        #expect(try TermsScope.parse(slice(text)).text == Text(printed))
    }

    // Fault 127: a tier of blanks was read, and then not read as it is printed.
    @Test(arguments: [
        "", "P0", "L7", "tier", "tier ", "tier  ", "TIER \r\r", "source", "source moon",
        "everything", "7",
    ])
    func otherScopesAreRefused(text: String) {
        #expect(fault { () throws(ValueFault) in try TermsScope.parse(slice(text)) } != nil)
    }

    private func row(
        _ scope: TermsScope = .standard, _ type: BonusType? = nil, _ recipient: Recipient? = nil,
        products: [Text] = []
    ) -> Terms {
        var terms = Terms(
            scope: scope, type: type, recipient: recipient, currency: .usd, reward: .fixed(1))
        terms.products = products
        return terms
    }

    @Test func termsWithoutARecipientAreForWhoeverBroughtTheLead() {
        let plain = row()
        for type in BonusType.allCases {
            let fit = TermsQuestion(type: type, products: []).fit(of: plain)
            #expect((fit != nil) == (type.recipient == .referrer), "\(type)")
        }
        let agreement = row(.earner(.referrer(ReferrerID(raw: 4))))
        for type in BonusType.allCases {
            #expect(TermsQuestion(type: type, products: []).fit(of: agreement) != nil, "\(type)")
        }
    }

    @Test func termsForATypeOrRecipientAreForNoOther() {
        let helper = row(.standard, nil, .helper)
        let reward = row(.standard, .newCustomer)
        #expect(TermsQuestion(type: .employeeGenerated, products: []).fit(of: helper) != nil)
        #expect(TermsQuestion(type: .referralContact, products: []).fit(of: helper) == nil)
        #expect(TermsQuestion(type: .newCustomer, products: []).fit(of: reward) != nil)
        #expect(TermsQuestion(type: .referralVendor, products: []).fit(of: reward) == nil)
        let contrary = row(.standard, .newCustomer, .helper)
        #expect(TermsQuestion(type: .newCustomer, products: []).fit(of: contrary) == nil)
    }

    @Test func theRowThatSaysMostDecidesWithinAScope() {
        let rows = [
            row(), row(.standard, nil, nil, products: ["Roof"]), row(.standard, .referralVendor),
            row(.standard, .addOnSale),
        ]
        func best(_ type: BonusType, _ products: [Text]) -> Terms? {
            TermsChoice.best(rows, for: TermsQuestion(type: type, products: products))
        }
        #expect(best(.referralVendor, ["roof"]) == rows[2])
        #expect(best(.referralContact, ["roof"]) == rows[1])
        #expect(best(.referralContact, ["door"]) == rows[0])
        #expect(best(.addOnSale, []) == rows[3])
        #expect(best(.newCustomer, []) == nil)
    }

    @Test func onlyFlatFeesCrossCurrencies() throws {
        let yen = try #require(Currency(slice("JPY")))
        var rated = terms(.rate(rate("10%")))
        #expect(!rated.comparesAmounts)
        #expect(rated.currency(ofSaleIn: yen) == yen)
        #expect(terms(.fixed(5)).currency(ofSaleIn: yen) == .usd)
        rated.minSale = 5
        #expect(rated.comparesAmounts)
        rated.minSale = nil
        rated.cap = Cap(limit: 5, period: .year)
        #expect(rated.comparesAmounts)
        #expect(
            terms(.brackets(try Brackets.parse(slice("0:1%"), in: .usd), .whole)).comparesAmounts)
    }
}
