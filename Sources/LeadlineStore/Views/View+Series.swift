extension View {
    /// Shows `visit` the rows of a series in the order of their keys.
    ///
    /// - Parameters:
    ///   - series: The series to walk.
    ///   - prefix: What the keys begin with.
    ///   - start: The beginning of a key, at or behind which the walk starts.
    ///   - visit: Takes a row with its key; answers whether the walk goes on.
    package mutating func rows<R, K, Prefix: KeyPart, Start: KeyPart>(
        of series: Series<R, K>, under prefix: Prefix, from start: Start,
        _ visit: (K, SeriesRow) -> Bool
    ) {
        var base = [series.tag]
        prefix.append(to: &base)
        var first = [series.tag]
        start.append(to: &first)
        var range = KeyRange(prefix: base)
        range.begin(at: first, .ascending)
        reader.scan(range, .ascending, .max) { key, value in
            var parts = KeyReader(key.dropFirst())
            guard let read = K.read(&parts), parts.isAtEnd, let row = SeriesRow(value()[...])
            else {
                reader.fail(.corrupt("a series of tag \(series.tag)"))
                return .max
            }
            return visit(read, row) ? 1 : .max
        }
    }
}
