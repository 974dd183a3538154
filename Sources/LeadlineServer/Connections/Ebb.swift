/// Notices when a crowd has gone, so that its memory can be given back to the system.
///
/// The allocator keeps what was freed between things that live on; giving it back takes a while,
/// so that is done once a crowd has left and not with each connection.
struct Ebb {
    private var highest = 0
    private let crowd: Int

    /// Fewer than `crowd` are not worth it.
    init(crowd: Int) { self.crowd = crowd }

    /// Notes how many there are now; true when there were twice as many since that was last so.
    mutating func note(_ count: Int) -> Bool {
        highest = max(highest, count)
        guard highest >= crowd, count <= highest / 2 else { return false }
        highest = count
        return true
    }
}
