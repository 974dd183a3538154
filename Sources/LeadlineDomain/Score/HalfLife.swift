/// How points fade: they halve in a given time, in 64 steps that are the same for everybody.
///
/// All in whole numbers, so that points and the seconds since they were earned give the same number
/// for ever: of `age` seconds and a half-life of `h`, the step is `age * 64 / h` rounded down, and
/// the points are the product with 2^(-step / 64), rounded half away from zero.
package struct HalfLife: Equatable, Sendable {
    private let seconds: Int64

    /// The steps of one halving.
    package static let stepsPerHalving: Int64 = 64

    /// After so many halvings nothing is left of the most points that there are.
    private static let halvingsMax: Int64 = 8

    /// The most that can fade.
    package static let pointsMax = 100

    /// Fades by half in that time, which is at least a second.
    package init(_ time: Seconds) { seconds = min(max(time.count, 1), Seconds.longest.count) }

    /// What is left of points, at most `pointsMax` either way, after so many seconds.
    package func points(_ points: Int, aged age: Int64) -> Int {
        Self.points(points, atStep: step(at: age))
    }

    /// After how many seconds the points are others than at this age; nil when they stay.
    package func change(of points: Int, aged age: Int64) -> Int64? {
        let step = step(at: age)
        let current = Self.points(points, atStep: step)
        guard current != 0 else { return nil }
        var same = step
        var other = Self.lastStep
        while other - same > 1 {
            let middle = (same + other) / 2
            if Self.points(points, atStep: middle) == current {
                same = middle
            } else {
                other = middle
            }
        }
        // The first second of that step.
        return (other * seconds + Self.stepsPerHalving - 1) / Self.stepsPerHalving
    }

    private static let lastStep = halvingsMax * stepsPerHalving

    private func step(at age: Int64) -> Int64 {
        guard age > 0 else { return 0 }
        let (scaled, isLost) = age.multipliedReportingOverflow(by: Self.stepsPerHalving)
        return isLost ? Self.lastStep : min(scaled / seconds, Self.lastStep)
    }

    private static func points(_ points: Int, atStep step: Int64) -> Int {
        guard step < lastStep else { return 0 }
        let factor = factors[Int(step % stepsPerHalving)]
        let shift = UInt64(32 + step / stepsPerHalving)
        let product = UInt64(min(points.magnitude, UInt(pointsMax))) * factor
        let left = Int((product + (1 << (shift - 1))) >> shift)
        return points < 0 ? -left : left
    }

    // 2^(32 - n / 64), rounded to whole numbers.
    private static let factors: [UInt64] = [
        4_294_967_296, 4_248_701_965, 4_202_935_003, 4_157_661_043, 4_112_874_773, 4_068_570_940,
        4_024_744_348, 3_981_389_855, 3_938_502_376, 3_896_076_880, 3_854_108_391, 3_812_591_987,
        3_771_522_796, 3_730_896_002, 3_690_706_840, 3_650_950_594, 3_611_622_603, 3_572_718_252,
        3_534_232_978, 3_496_162_267, 3_458_501_653, 3_421_246_719, 3_384_393_094, 3_347_936_457,
        3_311_872_529, 3_276_197_082, 3_240_905_930, 3_205_994_934, 3_171_459_999, 3_137_297_074,
        3_103_502_151, 3_070_071_267, 3_037_000_500, 3_004_285_971, 2_971_923_842, 2_939_910_317,
        2_908_241_642, 2_876_914_102, 2_845_924_021, 2_815_267_765, 2_784_941_738, 2_754_942_382,
        2_725_266_179, 2_695_909_648, 2_666_869_345, 2_638_141_863, 2_609_723_834, 2_581_611_923,
        2_553_802_834, 2_526_293_303, 2_499_080_105, 2_472_160_047, 2_445_529_972, 2_419_186_755,
        2_393_127_307, 2_367_348_571, 2_341_847_524, 2_316_621_173, 2_291_666_561, 2_266_980_759,
        2_242_560_872, 2_218_404_036, 2_194_507_417, 2_170_868_212,
    ]
}
