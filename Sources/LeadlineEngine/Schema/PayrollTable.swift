import LeadlineDomain
package import LeadlineStore

extension Tag {
    static let payroll: UInt8 = 0xc0
    static let payrollResumes: UInt8 = 0xc1
}

extension Payroll.Total: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(currency)
        writer.write(amount)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(currency: try reader.read(), amount: try reader.read())
    }
}

extension PayoutCourse: RecordField {
    package func encode(into writer: inout RecordWriter) {
        writer.write(state)
        writer.write(approver)
        writer.write(method)
        writer.write(ref)
        writer.write(reason)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init()
        state = try reader.read()
        approver = try reader.read()
        method = try reader.read()
        ref = try reader.read()
        reason = try reader.read()
    }
}

extension Payroll: StoredRecord {
    package static var recordVersion: UInt8 { 1 }

    package func encode(into writer: inout RecordWriter) {
        writer.write(id)
        writer.write(run)
        writer.write(until)
        writer.write(runner)
        writer.write(created)
        writer.write(version)
        writer.write(course)
        writer.write(bonuses)
        writer.write(totals)
        writer.write(moved)
        writer.write(mover)
        writer.write(movedBy)
        writer.write(resumes)
        writer.write(updated)
    }

    package init(from reader: inout RecordReader) throws(RecordFault) {
        self.init(
            id: try reader.read(), run: try reader.read(), until: try reader.read(),
            runner: try reader.read(), created: try reader.read())
        version = try reader.read()
        course = try reader.read()
        bonuses = try reader.read()
        totals = try reader.read()
        moved = try reader.read()
        mover = try reader.read()
        movedBy = try reader.read()
        resumes = try reader.read()
        updated = try reader.read()
    }
}

struct PayrollTable: ~Copyable, Sendable {
    private(set) var table = Table<Payroll>(
        tag: Tag.payroll, name: "payroll", sequence: IDSequence.payout)
    /// Those that are being moved, by when that goes on by itself.
    let resumes: Index<Payroll, Nothing, Int64>

    init() {
        resumes = table.deadlines(tag: Tag.payrollResumes) { $0.resumes }
    }
}
