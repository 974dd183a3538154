import LeadlineDomain
package import LeadlineStore

extension Lead: StoredRecord {
    package static var recordVersion: UInt8 { 3 }

    // What never changes stands first, because a lead is made of it; the rest follows in the order
    // of the declaration.
    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(direction)
        writer.write(email)
        // Nearly every address is its own key.
        writer.write(emailKey == email ? nil : emailKey)
        writer.write(currency)
        writer.write(source)
        writer.write(submitter)
        writer.write(created)
        writer.write(version)
        writer.write(epoch)
        writer.write(status)
        writer.write(title)
        writer.write(name)
        writer.write(company)
        writer.write(phone)
        writer.write(service)
        writer.write(areas)
        writer.write(zip)
        writer.write(country)
        writer.write(value)
        writer.write(notes)
        writer.write(external)
        writer.write(owner)
        writer.write(partner)
        writer.write(assignment)
        writer.write(referrer)
        writer.write(helper)
        writer.write(campaign)
        writer.write(products)
        writer.write(ref)
        writer.write(reason)
        writer.write(meeting)
        writer.write(from)
        writer.write(related)
        writer.write(declined)
        writer.write(forced)
        writer.write(updated)
        writer.write(closed)
        writer.write(since)
        writer.write(lastActor)
        writer.write(fields)
        writer.write(Int64(score))
        writer.write(missing)
        writer.write(claim?.expires)
        writer.write(claim?.registered)
        writer.write(claim?.accepted)
        writer.write(claim?.isLapsed ?? false)
        writer.write(followUp?.due)
        writer.write(followUp)
        writer.write(credit)
        writer.write(mergedInto)
        writer.write(dispute)
        writer.write(progress)
        writer.write(sales)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        let id: LeadID = try reader.read()
        let direction: LeadlineDomain.Direction = try reader.read()
        let email: Text = try reader.read()
        let emailKey: Text? = try reader.read()
        self.init(
            id: id, direction: direction, email: email, emailKey: emailKey ?? email,
            currency: try reader.read(), source: try reader.read(), submitter: try reader.read(),
            created: try reader.read())
        version = try reader.read()
        epoch = try reader.read()
        status = try reader.read()
        title = try reader.read()
        name = try reader.read()
        company = try reader.read()
        phone = try reader.read()
        service = try reader.read()
        areas = try reader.read()
        zip = try reader.read()
        country = try reader.read()
        value = try reader.read()
        notes = try reader.read()
        external = try reader.read()
        owner = try reader.read()
        partner = try reader.read()
        assignment = try reader.read()
        referrer = try reader.read()
        helper = try reader.read()
        campaign = try reader.read()
        products = try reader.read()
        ref = try reader.read()
        reason = try reader.read()
        meeting = try reader.read()
        from = try reader.read()
        related = try reader.read()
        declined = try reader.read()
        forced = try reader.read()
        updated = try reader.read()
        closed = try reader.read()
        since = try reader.read()
        lastActor = try reader.read()
        fields = try reader.read()
        guard let score = Int32(exactly: try reader.read(Int64.self)) else { throw .invalid }
        self.score = score
        // Version 1 knew outbound leads only, version 2 had no clock.
        if reader.version >= 2 { try readClaim(&reader) }
        guard reader.version >= 3 else { return }
        try readFollowUp(&reader)
        try readCredit(&reader)
        progress = try reader.read()
        sales = try reader.read()
    }

    private mutating func readClaim(_ reader: inout RecordReader) throws(RecordFault) {
        missing = try reader.read()
        let expires: Timestamp? = try reader.read()
        let registered: Timestamp? = try reader.read()
        let accepted: Timestamp? = try reader.read()
        if let expires, let registered {
            claim = Claim(registered: registered, accepted: accepted, expires: expires)
        } else if expires != nil || registered != nil || accepted != nil {
            throw .invalid
        }
    }

    private mutating func readFollowUp(_ reader: inout RecordReader) throws(RecordFault) {
        let isLapsed = try reader.flag()
        if isLapsed, claim == nil { throw .invalid }
        claim?.isLapsed = isLapsed
        let due: Timestamp? = try reader.read()
        followUp = try reader.read()
        guard due == followUp?.due else { throw .invalid }
    }

    private mutating func readCredit(_ reader: inout RecordReader) throws(RecordFault) {
        credit = try reader.read()
        mergedInto = try reader.read()
        dispute = try reader.read()
    }
}
