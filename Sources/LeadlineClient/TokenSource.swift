import Glibc

/// Where the token to log in with comes from: never from the command line, which others can see.
package struct TokenSource {
    /// Why there is no token although one was asked for.
    package struct Fault: Error, CustomStringConvertible {
        package let description: String
    }

    /// Bytes of a token file that are read.
    private static let fileBytesMax = 4096

    /// Whether it is asked for on the terminal.
    package let isAsked: Bool
    /// The environment's variables.
    package var variable: (String) -> String?

    /// Takes the variables of the process.
    package init(isAsked: Bool) {
        self.isAsked = isAsked
        variable = { name in getenv(name).map { String(cString: $0) } }
    }

    /// The token: typed, or `LEADLINE_TOKEN`, or the content of the file that
    /// `LEADLINE_TOKEN_FILE` names; nil when none of these is given.
    package func token() throws(Fault) -> String? {
        if isAsked { return try Self.ask() }
        if let token = variable("LEADLINE_TOKEN"), !token.isEmpty { return token }
        guard let path = variable("LEADLINE_TOKEN_FILE"), !path.isEmpty else { return nil }
        return try Self.read(path)
    }

    /// Whether there is any source of a token.
    package var isGiven: Bool {
        isAsked || variable("LEADLINE_TOKEN")?.isEmpty == false
            || variable("LEADLINE_TOKEN_FILE")?.isEmpty == false
    }

    /// Reads a file that only its owner may read.
    package static func read(_ path: String) throws(Fault) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw Fault(description: "cannot read \(path): \(String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Fault(description: "\(path) is no file")
        }
        guard status.st_mode & (S_IRWXG | S_IRWXO) == 0 else {
            throw Fault(description: "others may read \(path); chmod 600 it")
        }
        var bytes = [UInt8](repeating: 0, count: fileBytesMax)
        let count = Glibc.read(file, &bytes, bytes.count)
        guard count >= 0 else { throw Fault(description: "cannot read \(path)") }
        let token = trimmed(bytes.prefix(count))
        guard !token.isEmpty else { throw Fault(description: "\(path) is empty") }
        return token
    }

    /// Asks on the terminal, which shows nothing of what is typed.
    private static func ask() throws(Fault) -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY)
        guard terminal >= 0 else { throw Fault(description: "no terminal to ask for the token on") }
        defer { close(terminal) }
        let typed = SilentTerminal.run(on: terminal) {
            write("Token: ", to: terminal)
            defer { write("\n", to: terminal) }
            var bytes = [UInt8](repeating: 0, count: fileBytesMax)
            let count = Glibc.read(terminal, &bytes, bytes.count)
            return trimmed(bytes.prefix(max(0, count)))
        }
        guard let typed else { throw Fault(description: "no terminal to ask for the token on") }
        guard !typed.isEmpty else { throw Fault(description: "no token was typed") }
        return typed
    }

    private static func write(_ text: String, to file: CInt) {
        let bytes = Array(text.utf8)
        // A prompt that cannot be shown is no reason to stop.
        _ = Glibc.write(file, bytes, bytes.count)
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
        let isBlank: (UInt8) -> Bool = { $0 <= 0x20 }
        let rest = bytes.drop(while: isBlank)
        let end = rest.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? rest.startIndex
        return String(decoding: rest[..<end], as: UTF8.self)
    }
}
