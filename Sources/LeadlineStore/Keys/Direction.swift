/// Which way a scan goes.
package enum Direction: Sendable {
    /// From the lowest key up.
    case ascending
    /// From the highest key down.
    case descending
}
