/// What `Changes` works with, its memory reused from put to put.
///
/// Confined to the writer thread.
final class Draft {
    /// Where mutations go.
    let overlay: Overlay
    /// Keeps everything in step with the records.
    // A structure, so that exclusive access is proven once per record and not once per field.
    var books: Bookkeeping

    /// Writes to `overlay`.
    init(_ overlay: Overlay) {
        self.overlay = overlay
        books = Bookkeeping(overlay)
    }

    /// What is known of index rows.
    var rows: IndexRows {
        _read { yield books.rows }
        _modify { yield &books.rows }
    }
}
