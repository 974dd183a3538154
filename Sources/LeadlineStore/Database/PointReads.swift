/// What point reads need, kept from one to the next, so that reading a row allocates nothing.
///
/// Confined to one thread, which finishes with one view before it asks for another.
package final class PointReads {
    private let reader: Reader

    /// Reads rows of `store`.
    package init(_ store: Store) { reader = Reader(store, overlay: nil, mode: .point) }

    /// A fresh view, in which each row is read as of its own moment.
    package func view() -> View {
        reader.restart()
        // None should be open; one would go on showing what was.
        reader.releaseCursor()
        return View(reader)
    }
}
