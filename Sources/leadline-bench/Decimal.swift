/// A number with exactly so many digits after the point, rounded to nearest.
///
/// Numbers beyond what 64 bits hold after scaling are written as they are.
package func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
    guard let scaled = Int64(exactly: (value * scale).rounded()) else { return "\(value)" }
    guard digits > 0 else { return String(scaled) }
    let text = String(scaled.magnitude)
    let padded = String(repeating: "0", count: max(0, digits + 1 - text.utf8.count)) + text
    return (scaled < 0 ? "-" : "") + padded.dropLast(digits) + "." + padded.suffix(digits)
}

/// So many bytes in MiB, with exactly so many digits after the point.
func mebibytes(_ bytes: Int, _ digits: Int) -> String {
    decimal(Double(bytes) / 1_048_576, digits)
}
