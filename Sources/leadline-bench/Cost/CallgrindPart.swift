/// What a function belongs to, by the names that callgrind has for it and for its library.
package enum CallgrindPart {
    private static let objects = [
        "libleveldb": "LevelDB", "libsnappy": "LevelDB", "libpsl": "names of domains",
        "libidn2": "names of domains", "libunistring": "names of domains",
    ]
    private static let modules = [
        "LeadlineNames": "names of domains", "LeadlineDigest": "SHA-256", "Crypto": "SHA-256",
        "leadline_bench": "making and measuring the request",
    ]
    private static let memory = "copying and comparing memory"
    private static let beginnings = [
        ("leveldb::", "LevelDB"), ("leadline::", "LevelDB"), ("std::", "LevelDB"),
        ("void std::", "LevelDB"), ("CCryptoBoringSSL", "SHA-256"), ("sha256_", "SHA-256"),
        ("swift_retain", "references"), ("swift_release", "references"),
        ("_swift_release", "references"), ("_swift_retain", "references"),
        ("swift_bridgeObject", "references"), ("swift_isUnique", "references"),
        ("swift_", "Swift runtime"), ("malloc", "heap"), ("free", "heap"), ("calloc", "heap"),
        ("realloc", "heap"), ("_int_", "heap"), ("operator new", "heap"),
        ("operator delete", "heap"), ("__memcpy", memory), ("__memmove", memory),
        ("__memset", memory), ("__memcmp", memory), ("mem", memory),
    ]

    /// What a function belongs to: a library, something that every part uses, or a module.
    package static func name(of function: String, in object: String) -> String {
        for (name, part) in objects where object.contains(name) { return part }
        for (beginning, part) in beginnings where function.hasPrefix(beginning) { return part }
        if let module = module(of: function) { return modules[module] ?? module }
        return object.contains("libswift") ? "Swift runtime" : "the rest"
    }

    /// The module of a Swift function, which its mangled name begins with; nil for others.
    private static func module(of function: String) -> String? {
        guard function.hasPrefix("$s") else { return nil }
        let rest = function.dropFirst(2)
        guard let length = Int(rest.prefix { $0.isNumber }) else { return "standard library" }
        return String(rest.drop { $0.isNumber }.prefix(length))
    }
}
