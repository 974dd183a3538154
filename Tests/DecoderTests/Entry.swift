import Foundation

/// What libFuzzer calls when `fuzz.py` links this module with it; in the tests nobody does.
///
/// `LEADLINE_DECODER` names the decoder.
@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    do {
        try chosen.check(Array(UnsafeBufferPointer(start: start, count: count)))
    } catch {
        // Optimised code keeps the words of a failed precondition to itself.
        FileHandle.standardError.write(Data("\(chosen.name): broken: \(error)\n".utf8))
        abort()
    }
    return 0
}

private let chosen: Decoder = {
    let name = getenv("LEADLINE_DECODER").map { String(cString: $0) } ?? ""
    guard let decoder = Decoder.all.first(where: { $0.name == name }) else {
        let names = Decoder.all.map(\.name).joined(separator: " ")
        preconditionFailure("LEADLINE_DECODER is none of: \(names)")
    }
    return decoder
}()
