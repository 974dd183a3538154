import LeadlineStore

/// One page of a list: what to begin behind, how many rows it may hold, and how a row is named as
/// the place to go on from.
///
/// It looks at rows in pieces and at no more than the scan budget allows, so a page may be short,
/// even empty, and still have a next.
struct Listing<Row, Position> {
    private let limit: Int
    private let after: Position?
    private let weight: (Row) -> Int
    private let position: (Row) -> Position

    /// A list that has not been read.
    ///
    /// - Parameters:
    ///   - limit: How many rows a page has at most.
    ///   - after: The place behind which it begins.
    ///   - weight: How many bytes of long texts a row has, where it may have any.
    ///   - position: Where a row stands.
    init(
        limit: PageLimit?, after: Position?, weight: @escaping (Row) -> Int = { _ in 0 },
        position: @escaping (Row) -> Position
    ) {
        self.weight = weight
        self.limit = limit?.rows ?? EngineLimits.pageRowsDefault
        self.after = after
        self.position = position
    }

    /// The rows that were kept, and the place to go on from; nil when there is nothing behind it.
    struct Page {
        var rows: [Row] = []
        var next: Position?
    }

    /// Reads a page.
    ///
    /// - Parameters:
    ///   - view: What to read.
    ///   - fetch: Answers the rows behind a place, at most so many; fewer only at the end.
    ///   - keep: Whether a row belongs to the list.
    /// - Returns: The page.
    func page(
        _ view: inout View, fetch: (inout View, Position?, Int) -> [Row],
        keep: (inout View, Row) -> Bool
    ) -> Page {
        let pieceCount = max(limit + 1, Self.pieceRowsMin)
        var page = Page()
        var place = after
        var looked = 0
        var byteCount = 0
        while true {
            let piece = fetch(&view, place, pieceCount)
            for row in piece {
                if keep(&view, row) {
                    // One row more than the page holds: then the page has a next.
                    guard page.rows.count < limit, byteCount < EngineLimits.pageBytesMax else {
                        page.next = page.rows.last.map(position)
                        return page
                    }
                    page.rows.append(row)
                    byteCount += weight(row)
                }
                place = position(row)
            }
            looked += piece.count
            guard piece.count >= pieceCount else { return page }
            guard looked < EngineLimits.scanRowsMax else {
                page.next = place
                return page
            }
        }
    }

    /// Rows read at once when only few of them may be kept.
    private static var pieceRowsMin: Int { 128 }
}
