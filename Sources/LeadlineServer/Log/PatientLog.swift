import Glibc
import Synchronization

/// Where log lines go: to a descriptor that may be full, stuck or gone without holding up who logs.
///
/// A line that cannot be written at once is left out. How many were is said before the next line
/// that can be (`reliability.md` fault 112).
package struct PatientLog: TextOutputStream, Sendable {
    /// Bytes of one line; what is longer is cut.
    ///
    /// So much a pipe takes without blocking when it says that it takes anything (`PIPE_BUF`).
    package static let lineBytesMax = 4096

    private final class Place: Sendable {
        let descriptor: CInt
        let lost = Mutex(0)
        init(_ descriptor: CInt) { self.descriptor = descriptor }
    }

    private let place: Place

    /// Writes to that descriptor, which stays open; copies count what is lost together.
    package init(descriptor: CInt = STDERR_FILENO) { place = Place(descriptor) }

    /// The lines that were left out and not yet spoken of.
    package var lostCount: Int { place.lost.withLock { $0 } }

    /// Writes one line, its end included, or leaves it out.
    package mutating func write(_ line: String) {
        place.lost.withLock { lost in
            let notice = "leadline-server: \(lost) lines of this log are lost\n"
            let text = lost == 0 ? line : notice + line
            if put(Self.cut(text)) { lost = 0 } else { lost += 1 }
        }
    }

    private static func cut(_ text: String) -> [UInt8] {
        let bytes = Array(text.utf8)
        guard bytes.count > lineBytesMax else { return bytes }
        return bytes.prefix(lineBytesMax - 1) + [UInt8(ascii: "\n")]
    }

    /// Whether all bytes were taken at once.
    private func put(_ bytes: [UInt8]) -> Bool {
        var target = pollfd(fd: place.descriptor, events: Int16(POLLOUT), revents: 0)
        guard poll(&target, 1, 0) == 1, target.revents & Int16(POLLOUT) != 0 else { return false }
        while true {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(place.descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0, errno == EINTR { continue }
            return count == bytes.count
        }
    }
}
