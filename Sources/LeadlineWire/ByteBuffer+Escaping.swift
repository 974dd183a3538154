internal import NIOCore

// MARK: - TEXT

extension ByteBuffer {
    /// Writes a cell: tabs, line ends, controls and backslashes are escaped.
    mutating func writeCell(_ bytes: UnsafeRawBufferPointer) {
        var scanner = TextScanner(bytes)
        while let piece = scanner.next() {
            switch piece {
            case .plain(let run): writeBytes(run)
            case .ascii(UInt8(ascii: "\"")): writeStaticString("\"")
            case .ascii(UInt8(ascii: "\\")): writeStaticString("\\\\")
            case .ascii(let byte): writeControl(byte)
            case .special(let scalar, let run): writeSpecial(scalar, run)
            case .stray(let byte): writeHexEscape(byte)
            }
        }
    }

    /// Writes text that must stay on one line: as a cell, but backslashes are left alone.
    mutating func writeOneLine(_ bytes: UnsafeRawBufferPointer) {
        var scanner = TextScanner(bytes)
        while let piece = scanner.next() {
            switch piece {
            case .plain(let run): writeBytes(run)
            case .ascii(let byte) where byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\"):
                writeInteger(byte)
            case .ascii(let byte): writeControl(byte)
            case .special(let scalar, let run): writeSpecial(scalar, run)
            case .stray(let byte): writeHexEscape(byte)
            }
        }
    }

    /// Writes each line of a text as a data line, and the final line.
    mutating func writeDataLines(_ bytes: UnsafeRawBufferPointer) {
        var start = 0
        var lineCount: Int64 = 0
        while start < bytes.count {
            let feed = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
            let hasReturn = feed > start && bytes[feed - 1] == UInt8(ascii: "\r")
            writeStaticString(" ")
            writeCell(
                UnsafeRawBufferPointer(rebasing: bytes[start..<(hasReturn ? feed - 1 : feed)]))
            writeStaticString("\r\n")
            lineCount += 1
            start = feed + 1
        }
        writeStaticString("+OK ")
        writeDecimal(lineCount)
        writeStaticString("\r\n")
    }

    /// Writes the comment line that names a page's columns.
    mutating func writeColumnLine(_ columns: ColumnNames) {
        writeStaticString("# ")
        for index in 0..<columns.count {
            if index > 0 { writeStaticString("\t") }
            columns.withName(index) { writeCell($0) }
        }
        writeStaticString("\r\n")
    }

    private mutating func writeControl(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\t"): writeStaticString("\\t")
        case UInt8(ascii: "\n"): writeStaticString("\\n")
        case UInt8(ascii: "\r"): writeStaticString("\\r")
        default: writeHexEscape(byte)
        }
    }

    private mutating func writeSpecial(_ scalar: UInt32, _ run: UnsafeRawBufferPointer) {
        if TextScanner.isLineSeparator(scalar) {
            writeBytes(run)
        } else {
            for byte in run { writeHexEscape(byte) }
        }
    }

    private mutating func writeHexEscape(_ byte: UInt8) {
        writeStaticString("\\x")
        writeHex(byte)
    }

    private mutating func writeHex(_ byte: UInt8) {
        writeInteger(Hex.digit(byte >> 4))
        writeInteger(Hex.digit(byte))
    }
}

// MARK: - JSON

extension ByteBuffer {
    /// Writes a JSON string: ASCII for every control, raw UTF-8 for everything else.
    mutating func writeJSONString(_ bytes: UnsafeRawBufferPointer, _ place: JSONPlace) {
        writeStaticString("\"")
        var scanner = TextScanner(bytes)
        while let piece = scanner.next() {
            switch piece {
            case .plain(let run): writeBytes(run)
            case .ascii(let byte): writeJSONEscape(byte, place)
            case .special(let scalar, _):
                // All of them lie below U+10000, so four digits suffice.
                writeBackslash(place)
                writeStaticString("u")
                writeHex(UInt8(truncatingIfNeeded: scalar >> 8))
                writeHex(UInt8(truncatingIfNeeded: scalar))
            case .stray(let byte):
                // The text `\xHH`, as a cell shows it: JSON has no way to carry the byte itself.
                writeBackslash(place)
                writeBackslash(place)
                writeStaticString("x")
                writeHex(byte)
            }
        }
        writeStaticString("\"")
    }

    private mutating func writeJSONEscape(_ byte: UInt8, _ place: JSONPlace) {
        writeBackslash(place)
        switch byte {
        case UInt8(ascii: "\""): writeStaticString("\"")
        case UInt8(ascii: "\\"): writeBackslash(place)
        case UInt8(ascii: "\n"): writeStaticString("n")
        case UInt8(ascii: "\r"): writeStaticString("r")
        case UInt8(ascii: "\t"): writeStaticString("t")
        default:
            writeStaticString("u00")
            writeHex(byte)
        }
    }

    private mutating func writeBackslash(_ place: JSONPlace) {
        switch place {
        case .reply: writeStaticString("\\")
        case .cell: writeStaticString("\\\\")
        }
    }
}
