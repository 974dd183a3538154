/// Tells of a hash that was never inserted, nearly always, that it was not: a Bloom filter that
/// grows.
///
/// One that was inserted is always found. What is asked of a layer lies in one line of the
/// processor's cache: a look costs one miss per layer, of which there are few.
struct KeyFilter: ~Copyable {
    /// The newest layer, to which is added.
    private var newest: [UInt64]
    private var older: [[UInt64]] = []
    /// How many hashes the newest layer holds, and how many it may.
    private var count = 0
    private var capacity = capacityMin

    /// Hashes of the first layer; each one after it is four times as large.
    static let capacityMin = 1 << 16
    /// Layers, which together take 32 MB and hold 22 million hashes.
    static let layersMax = 5
    private static let growth = 4
    private static let wordsOfBlock = 8
    /// Bits per hash: about one in a hundred that were not inserted is taken for one that was.
    private static let bitsPerHash = 12
    private static let probes = 6

    /// No hashes.
    init() {
        newest = Self.layer(Self.capacityMin)
    }

    /// Whether a hash may have been inserted; no is certain.
    func contains(_ hash: UInt64) -> Bool {
        if Self.contains(newest, hash) { return true }
        for layer in older where Self.contains(layer, hash) { return true }
        return false
    }

    /// Inserts a hash; false when there is no room for one more, and the filter is of no use any
    /// longer.
    mutating func insert(_ hash: UInt64) -> Bool {
        if contains(hash) { return true }
        if count == capacity {
            guard older.count + 1 < Self.layersMax else { return false }
            older.append(newest)
            capacity *= Self.growth
            newest = Self.layer(capacity)
            count = 0
        }
        let block = Self.block(of: newest, hash)
        var bits = Self.bits(hash)
        for _ in 0..<Self.probes {
            newest[block + Int(bits >> 6 & 7)] |= 1 << (bits & 63)
            bits >>= 9
        }
        count += 1
        return true
    }

    private static func layer(_ capacity: Int) -> [UInt64] {
        Array(repeating: 0, count: capacity * bitsPerHash / 64)
    }

    private static func contains(_ layer: [UInt64], _ hash: UInt64) -> Bool {
        let block = block(of: layer, hash)
        var bits = bits(hash)
        for _ in 0..<probes {
            if layer[block + Int(bits >> 6 & 7)] >> (bits & 63) & 1 == 0 { return false }
            bits >>= 9
        }
        return true
    }

    /// Where the block of a hash begins, which its upper half decides.
    private static func block(of layer: [UInt64], _ hash: UInt64) -> Int {
        let blocks = UInt64(layer.count / wordsOfBlock)
        return Int(((hash >> 32) &* blocks) >> 32) * wordsOfBlock
    }

    /// Nine bits for each probe, the lowest first, from the whole hash.
    private static func bits(_ hash: UInt64) -> UInt64 {
        (hash &* 0xD6E8_FEB8_6659_FD93) >> 9
    }
}
