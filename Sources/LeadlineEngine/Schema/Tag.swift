/// The first byte of every key.
///
/// Tags are on disk: never reuse one, never renumber. Below 0x10 they belong to the store itself.
enum Tag {
    static let lead: UInt8 = 0x10
    static let leadByEmail: UInt8 = 0x11
    static let leadByRef: UInt8 = 0x12
    static let leadByStatus: UInt8 = 0x13
    static let leadByOwner: UInt8 = 0x14
    static let leadByPartner: UInt8 = 0x15
    static let leadByService: UInt8 = 0x16
    static let leadByZip: UInt8 = 0x17
    static let leadByWord: UInt8 = 0x18
    static let leadByPhone: UInt8 = 0x19
    static let leadByDomain: UInt8 = 0x1a
    static let leadByCompanyZip: UInt8 = 0x1b
    static let leadByUpdate: UInt8 = 0x1d
    static let leadOpenWithPartner: UInt8 = 0x1e
    static let leadInQueue: UInt8 = 0x1f
    static let leadClosedByEmail: UInt8 = 0x20
    static let leadByMeeting: UInt8 = 0x21
    static let leadByOutsider: UInt8 = 0x22

    static let note: UInt8 = 0x28
    static let noteByLead: UInt8 = 0x29

    static let partner: UInt8 = 0x30
    static let partnerByRef: UInt8 = 0x31
    static let partnerByName: UInt8 = 0x32

    static let service: UInt8 = 0x38
    static let coverage: UInt8 = 0x39
    static let coverageByArea: UInt8 = 0x3a
    static let coverageByService: UInt8 = 0x3b
    static let territory: UInt8 = 0x3c
    static let territoryByPartner: UInt8 = 0x3d
    static let form: UInt8 = 0x3e

    static let assignment: UInt8 = 0x40
    static let assignmentByPartner: UInt8 = 0x41
    static let assignmentsPerDay: UInt8 = 0x42
    static let assignmentByLead: UInt8 = 0x43

    static let user: UInt8 = 0x48
    static let userByToken: UInt8 = 0x49
    static let userByPastToken: UInt8 = 0x4a
    static let userByPartner: UInt8 = 0x4b
    static let usersByStanding: UInt8 = 0x4c

    static let suspension: UInt8 = 0x50

    static let leadByClaimant: UInt8 = 0x61

    static let event: UInt8 = 0xe0
    static let eventBySubject: UInt8 = 0xe1
    static let eventByAudience: UInt8 = 0xe2
    static let cursor: UInt8 = 0xe8

    static let idempotency: UInt8 = 0xf0
    static let idempotencyByTime: UInt8 = 0xf1
    static let idempotencyOwed: UInt8 = 0xf2
}

/// The named sequences that ids are drawn from.
///
/// On disk: never renumber.
enum IDSequence {
    static let lead: UInt8 = 1
    static let partner: UInt8 = 2
    static let assignment: UInt8 = 3
}

/// The singletons beside the tables.
///
/// On disk: never renumber.
enum Cell {
    /// Sequence, time and hash of the newest event.
    static let eventHead: UInt8 = 1
}
