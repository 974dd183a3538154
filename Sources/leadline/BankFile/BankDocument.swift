extension BankTransfers {
    /// A customer credit transfer initiation of ISO 20022, `pain.001.001.09`.
    ///
    /// One block for each currency; in euros between IBANs it asks for SEPA.
    package var document: String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09">
        <CstmrCdtTrfInitn>
        <GrpHdr>
        <MsgId>\(XMLText.escaped(reference))</MsgId>
        <CreDtTm>\(created)</CreDtTm>
        <NbOfTxs>\(transfers.count)</NbOfTxs>
        <InitgPty><Nm>\(XMLText.escaped(house.name))</Nm></InitgPty>
        </GrpHdr>
        \(currencies.map(block).joined(separator: "\n"))
        </CstmrCdtTrfInitn>
        </Document>

        """
    }

    /// The same as separated values, for banks that take no XML.
    package var table: String {
        let heading = "payout,payee,name,iban,bic,account,routing,currency,amount,date,reference"
        let rows = transfers.map { transfer in
            let cells =
                [transfer.payout, transfer.payee, transfer.account.name]
                + transfer.account.cells
                + [transfer.currency, transfer.amount, day, reference]
            return cells.map { CSVField.quoted($0) }.joined(separator: ",")
        }
        return ([heading] + rows).map { "\($0)\n" }.joined()
    }

    private func block(_ currency: String, _ transfers: [Transfer]) -> String {
        let sum = Self.sum(transfers.map(\.amount)).map { "<CtrlSum>\($0)</CtrlSum>\n" } ?? ""
        let isSEPA =
            currency == "EUR"
            && ([house] + transfers.map(\.account)).allSatisfy {
                if case .international = $0.number { true } else { false }
            }
        let level = isSEPA ? "<PmtTpInf><SvcLvl><Cd>SEPA</Cd></SvcLvl></PmtTpInf>\n" : ""
        return """
            <PmtInf>
            <PmtInfId>\(XMLText.escaped(reference))-\(currency)</PmtInfId>
            <PmtMtd>TRF</PmtMtd>
            <NbOfTxs>\(transfers.count)</NbOfTxs>
            \(sum)\(level)<ReqdExctnDt><Dt>\(day)</Dt></ReqdExctnDt>
            <Dbtr><Nm>\(XMLText.escaped(house.name))</Nm></Dbtr>
            <DbtrAcct><Id>\(house.identification)</Id></DbtrAcct>
            <DbtrAgt><FinInstnId>\(house.agent ?? Self.unknownAgent)</FinInstnId></DbtrAgt>
            <ChrgBr>\(isSEPA ? "SLEV" : "SHAR")</ChrgBr>
            \(transfers.map(transfer).joined(separator: "\n"))
            </PmtInf>
            """
    }

    /// What stands where the bank has to be named and need not be known (SEPA since 2016).
    private static var unknownAgent: String { "<Othr><Id>NOTPROVIDED</Id></Othr>" }

    private func transfer(_ transfer: Transfer) -> String {
        let agent = transfer.account.agent.map {
            "<CdtrAgt><FinInstnId>\($0)</FinInstnId></CdtrAgt>\n"
        }
        return """
            <CdtTrfTxInf>
            <PmtId><EndToEndId>\(transfer.payout)</EndToEndId></PmtId>
            <Amt><InstdAmt Ccy="\(transfer.currency)">\(transfer.amount)</InstdAmt></Amt>
            \(agent ?? "")<Cdtr><Nm>\(XMLText.escaped(transfer.account.name))</Nm></Cdtr>
            <CdtrAcct><Id>\(transfer.account.identification)</Id></CdtrAcct>
            <RmtInf><Ustrd>\(transfer.payout) \(transfer.payee)</Ustrd></RmtInf>
            </CdtTrfTxInf>
            """
    }
}

extension BankAccount {
    /// The account, in the words of ISO 20022.
    fileprivate var identification: String {
        switch number {
        case .international(let iban, _): "<IBAN>\(iban)</IBAN>"
        case .domestic(let account, _): "<Othr><Id>\(account)</Id></Othr>"
        }
    }

    /// Its bank, in the words of ISO 20022, where it is known.
    fileprivate var agent: String? {
        switch number {
        case .international(_, let bic): bic.map { "<BICFI>\($0)</BICFI>" }
        case .domestic(_, let routing):
            "<ClrSysMmbId><ClrSysId><Cd>USABA</Cd></ClrSysId>"
                + "<MmbId>\(routing)</MmbId></ClrSysMmbId>"
        }
    }

    /// The cells iban, bic, account, routing.
    fileprivate var cells: [String] {
        switch number {
        case .international(let iban, let bic): [iban, bic ?? "", "", ""]
        case .domestic(let account, let routing): ["", "", account, routing]
        }
    }
}
