internal import NIOCore

extension ArraySlice<UInt8> {
    /// The bytes as text that stays on one line and is safe on a terminal, for logs: controls and
    /// what changes the direction of text are escaped as in TEXT's cells.
    package var onOneLine: String {
        var buffer = ByteBuffer()
        withUnsafeBytes { buffer.writeOneLine($0) }
        return String(decoding: buffer.readableBytesView, as: UTF8.self)
    }
}
