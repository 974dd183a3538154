import Testing
import leadline

@Suite("Files for the bank")
struct BankDocumentTests {
    private static func transfer(
        _ payout: String, _ currency: String, _ amount: String, _ account: BankAccount
    ) -> BankTransfers.Transfer {
        BankTransfers.Transfer(
            payout: payout, version: 2, currency: currency, amount: amount, payee: "P1",
            account: account)
    }

    private static func transfers() throws -> BankTransfers {
        let house = try BankAccount(
            name: "House & Söhne", iban: "DE89370400440532013000", bic: "COBADEFF", account: "",
            routing: "")
        let north = try BankAccount(
            name: "North <AS>", iban: "NO9386011117947", bic: "", account: "", routing: "")
        let west = try BankAccount(
            name: "West, \"the\" Inc", iban: "", bic: "", account: "12-34", routing: "021000021")
        return BankTransfers(
            reference: "LL-1", created: "2026-11-22T18:00:00Z", day: "2026-11-23", house: house,
            transfers: [
                transfer("PAY1", "EUR", "1200.50", north), transfer("PAY2", "USD", "0.07", west),
                transfer("PAY3", "EUR", "0.50", north),
            ])
    }

    private static let euros = """
        <PmtInf>
        <PmtInfId>LL-1-EUR</PmtInfId>
        <PmtMtd>TRF</PmtMtd>
        <NbOfTxs>2</NbOfTxs>
        <CtrlSum>1201.00</CtrlSum>
        <PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>
        <ReqdExctnDt><Dt>2026-11-23</Dt></ReqdExctnDt>
        <Dbtr><Nm>House &amp; Söhne</Nm></Dbtr>
        <DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>
        <DbtrAgt><FinInstnId><BICFI>COBADEFF</BICFI></FinInstnId></DbtrAgt>
        <ChrgBr>SLEV</ChrgBr>
        <CdtTrfTxInf>
        <PmtId><EndToEndId>PAY1</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="EUR">1200.50</InstdAmt></Amt>
        <Cdtr><Nm>North &lt;AS&gt;</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>NO9386011117947</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>PAY1 P1</Ustrd></RmtInf>
        </CdtTrfTxInf>
        <CdtTrfTxInf>
        <PmtId><EndToEndId>PAY3</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="EUR">0.50</InstdAmt></Amt>
        <Cdtr><Nm>North &lt;AS&gt;</Nm></Cdtr>
        <CdtrAcct><Id><IBAN>NO9386011117947</IBAN></Id></CdtrAcct>
        <RmtInf><Ustrd>PAY3 P1</Ustrd></RmtInf>
        </CdtTrfTxInf>
        </PmtInf>
        """

    private static let dollars = """
        <PmtInf>
        <PmtInfId>LL-1-USD</PmtInfId>
        <PmtMtd>TRF</PmtMtd>
        <NbOfTxs>1</NbOfTxs>
        <CtrlSum>0.07</CtrlSum>
        <ReqdExctnDt><Dt>2026-11-23</Dt></ReqdExctnDt>
        <Dbtr><Nm>House &amp; Söhne</Nm></Dbtr>
        <DbtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></DbtrAcct>
        <DbtrAgt><FinInstnId><BICFI>COBADEFF</BICFI></FinInstnId></DbtrAgt>
        <ChrgBr>SHAR</ChrgBr>
        <CdtTrfTxInf>
        <PmtId><EndToEndId>PAY2</EndToEndId></PmtId>
        <Amt><InstdAmt Ccy="USD">0.07</InstdAmt></Amt>
        <CdtrAgt><FinInstnId><ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId>\
        <MmbId>021000021</MmbId></ClrSysMmbId></FinInstnId></CdtrAgt>
        <Cdtr><Nm>West, &quot;the&quot; Inc</Nm></Cdtr>
        <CdtrAcct><Id><Othr><Id>12-34</Id></Othr></Id></CdtrAcct>
        <RmtInf><Ustrd>PAY2 P1</Ustrd></RmtInf>
        </CdtTrfTxInf>
        </PmtInf>
        """

    @Test("The document has a block for each currency, with exact sums")
    func document() throws {
        let head = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
            <CstmrCdtTrfInitn>
            <GrpHdr>
            <MsgId>LL-1</MsgId>
            <CreDtTm>2026-11-22T18:00:00Z</CreDtTm>
            <NbOfTxs>3</NbOfTxs>
            <InitgPty><Nm>House &amp; Söhne</Nm></InitgPty>
            </GrpHdr>
            """
        let tail = "</CstmrCdtTrfInitn>\n</Document>\n"
        #expect(
            try Self.transfers().document
                == [head, Self.euros, Self.dollars, tail].joined(separator: "\n"))
    }

    @Test("The table quotes what has to be quoted")
    func table() throws {
        #expect(
            try Self.transfers().table == """
                payout,payee,name,iban,bic,account,routing,currency,amount,date,reference
                PAY1,P1,North <AS>,NO9386011117947,,,,EUR,1200.50,2026-11-23,LL-1
                PAY2,P1,"West, ""the"" Inc",,,12-34,021000021,USD,0.07,2026-11-23,LL-1
                PAY3,P1,North <AS>,NO9386011117947,,,,EUR,0.50,2026-11-23,LL-1

                """)
    }

    @Test(
        "Sums are exact to the last place, or there is none",
        arguments: [
            (["0.01", "0.02"], "0.03"), (["999.99", "0.01"], "1000.00"), (["5", "7"], "12"),
            (["1.005", "0.995"], "2.000"), (["92233720368547758.07"], "92233720368547758.07"),
            (["92233720368547758.07", "0.01"], nil), ([], "0"),
        ] as [([String], String?)])
    func sums(amounts: [String], sum: String?) {
        #expect(BankTransfers.sum(amounts) == sum)
    }
}
