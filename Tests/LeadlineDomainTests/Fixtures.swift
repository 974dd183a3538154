import LeadlineDomain

/// The UTF-8 bytes of a string, as slices that do not begin at index 0.
///
/// Everything the server reads is a slice of a larger buffer; an index that wrongly assumes 0 fails
/// here.
func slice(_ text: String) -> ArraySlice<UInt8> {
    let padded = Array("<<<".utf8) + Array(text.utf8) + Array(">>".utf8)
    return padded[3..<(padded.count - 2)]
}

/// The instant that RFC 3339 text writes; the year 1 for text that writes none.
func instant(_ text: String) -> Timestamp {
    Timestamp(rfc3339: slice(text)) ?? .earliest
}

/// The area that the text names, regions unchecked; everywhere for text that names none.
func area(_ text: String) -> Area {
    (try? Area.parse(slice(text))) ?? .all
}

/// The reason why reading failed; nil when it did not.
func fault<Value>(_ read: () throws(ValueFault) -> Value) -> String? {
    do throws(ValueFault) {
        _ = try read()
        return nil
    } catch {
        return error.reason
    }
}

/// Reproducible randomness (SplitMix64): equal seeds give equal numbers.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
