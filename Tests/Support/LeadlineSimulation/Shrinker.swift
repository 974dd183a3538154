/// Finds a short part of a history that still fails, by leaving out ever smaller pieces
/// (Zeller and Hildebrandt 2002).
package struct Shrinker {
    /// How many parts may still be tried.
    private var triesLeft: Int

    /// A shrinker that tries so many parts at most.
    package init(triesMax: Int) { triesLeft = triesMax }

    /// A part of `steps`, in their order, for which `fails` is true, as it is for all of them.
    package mutating func shrink<Element>(
        _ steps: [Element], _ fails: ([Element]) throws -> Bool
    ) rethrows -> [Element] {
        var kept = steps
        var size = max(1, kept.count / 2)
        while triesLeft > 0 {
            let before = kept.count
            try sweep(&kept, size, fails)
            if size > 1 {
                size = max(1, size / 2)
            } else if kept.count == before {
                break
            }
        }
        return kept
    }

    /// Leaves out one piece of that size after another, from the end, where it can be spared.
    private mutating func sweep<Element>(
        _ kept: inout [Element], _ size: Int, _ fails: ([Element]) throws -> Bool
    ) rethrows {
        var end = kept.count
        while end > 0, triesLeft > 0 {
            let begin = max(0, end - size)
            let shorter = Array(kept[..<begin] + kept[end...])
            triesLeft -= 1
            if try fails(shorter) { kept = shorter }
            end = begin
        }
    }
}
