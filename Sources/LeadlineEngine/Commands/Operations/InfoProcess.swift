import LeadlineDomain

#if canImport(Glibc)
    import Glibc
#endif

/// What the operating system tells of this process.
enum InfoProcess {
    /// The process's number.
    static var number: Int32 { getpid() }

    /// 40 hexadecimal digits that no other run of the server has.
    static let runID: String = {
        let digits = Array("0123456789abcdef".utf8)
        let bytes = (0..<40).map { _ in digits[Int.random(in: 0..<16)] }
        return String(decoding: bytes, as: UTF8.self)
    }()

    /// Kernel, its release and the machine: `Linux 6.1.0 x86_64`.
    static let system: String = {
        var names = utsname()
        guard uname(&names) == 0 else { return "unknown" }
        let parts = [text(names.sysname), text(names.release), text(names.machine)]
        return parts.joined(separator: " ")
    }()

    /// Bytes of memory in use.
    struct Memory {
        /// Resident, and not shared with files.
        var privateBytes = 0
        var residentBytes = 0
        /// The most that was ever resident.
        var peakBytes = 0
    }

    /// The memory in use now; zeros where the kernel does not tell.
    static var memory: Memory {
        var memory = Memory()
        // Pages: total size, resident, shared with files, and others that are not needed.
        let pages = firstLine(of: "/proc/self/statm").split(separator: 0x20).compactMap(\.decimal)
        let pageBytes = sysconf(Int32(_SC_PAGESIZE))
        if pages.count > 2, pageBytes > 0 {
            memory.residentBytes = Int(clamping: pages[1]) * pageBytes
            memory.privateBytes = max(0, memory.residentBytes - Int(clamping: pages[2]) * pageBytes)
        }
        memory.peakBytes = max(usage.ru_maxrss * 1024, memory.residentBytes)
        return memory
    }

    /// Bytes of memory that the machine has.
    static var systemMemoryBytes: Int {
        max(0, sysconf(Int32(_SC_PHYS_PAGES))) * max(0, sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Processor time so far in the kernel and outside, in seconds with six decimals.
    static var processorTime: (system: String, user: String) {
        let usage = usage
        return (seconds(usage.ru_stime), seconds(usage.ru_utime))
    }

    private static var usage: rusage {
        var usage = rusage()
        // Glibc declares the constant and the parameter as different types.
        _ = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return usage
    }

    private static func seconds(_ time: timeval) -> String {
        let fraction = String(time.tv_usec)
        let zeros = String(repeating: "0", count: max(0, 6 - fraction.count))
        return "\(time.tv_sec).\(zeros)\(fraction)"
    }

    /// At most 256 bytes of a file of the kernel; empty when it cannot be read.
    private static func firstLine(of path: String) -> ArraySlice<UInt8> {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(file, &bytes, bytes.count)
        guard count > 0 else { return [] }
        return bytes[..<count].prefix { $0 != UInt8(ascii: "\n") }
    }

    /// A name in a fixed field of characters, up to its NUL.
    private static func text<Field>(_ field: Field) -> String {
        withUnsafeBytes(of: field) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
