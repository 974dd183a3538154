/// What one server was seen to be and to hold in the end.
struct Proof: Sendable {
    /// Its name.
    let server: String
    /// What it says it is.
    let version: String
    /// What makes its replies mean durable, as it says itself.
    let durability: String
    /// What it writes for each lead; nil when no lead was made.
    var entries: EntryCount?
    /// How many leads it answered.
    var answered = 0
    /// How many more it had afterwards.
    var found = 0
    /// Its memory.
    var residentBytes = 0
    /// The files of its data; nil where they are not known.
    var diskBytes: Int?
}
