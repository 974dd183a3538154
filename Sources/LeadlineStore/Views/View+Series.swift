extension View {
    /// Shows `visit` the rows of a series in the order of their keys.
    ///
    /// - Parameters:
    ///   - series: The series to walk.
    ///   - prefix: What the keys begin with.
    ///   - start: The beginning of a key, at or behind which the walk starts.
    ///   - isBusy: Whether a row with many points may be written by many commits now, so that the
    ///     walk had better not step over all its states.
    ///   - visit: Takes a row with its key; answers whether the walk goes on.
    package mutating func rows<R, K, Prefix: KeyPart, Start: KeyPart>(
        of series: Series<R, K>, under prefix: Prefix, from start: Start,
        isBusy: (K) -> Bool = { _ in true }, _ visit: (K, SeriesRow) -> Bool
    ) {
        var base = [series.tag]
        prefix.append(to: &base)
        var first = [series.tag]
        start.append(to: &first)
        var range = KeyRange(prefix: base)
        range.begin(at: first, .ascending)
        reader.walk(range, .ascending) { walk in
            while reader.next(&walk) {
                var parts = KeyReader(walk.key.dropFirst())
                guard let key = K.read(&parts), parts.isAtEnd,
                    let row = SeriesRow(walk.value()[...])
                else { return reader.fail(.corrupt("a series of tag \(series.tag)")) }
                guard visit(key, row) else { return }
                walk.isAtBusyRow = row.pointCount >= Self.busyPointsMin && isBusy(key)
            }
        }
    }

    /// From so many points on, a seek costs less than a step over a state for each of them.
    private static var busyPointsMin: Int64 { 256 }
}
