import LeadlineEngine
import LeadlineStore
import Logging

/// A look at a store that was just opened: what is served has to be whole as far as can be told at
/// once.
enum OpeningLook {
    /// Refuses a store of which something does not agree, before anything of it is changed.
    @Sendable
    static func refuse(_ store: Store) throws(StoreFault) {
        if let first = StoreLook.problems(of: store).first { throw .corrupt(first) }
    }

    /// Refuses a store of which something does not agree, and closes it; one that is only read is
    /// served, and all that was found is in the log.
    static func run(_ store: Store, _ logger: Logger) throws(StoreFault) {
        if let torn = store.tornWrite {
            logger.warning(
                "the power went in the middle of a write; it was left out",
                metadata: ["log": "\(torn)"])
        }
        let problems = StoreLook.problems(of: store)
        guard store.isReadOnly else {
            guard let first = problems.first else { return }
            store.close()
            throw .corrupt(first)
        }
        logger.warning(
            "serving to be read only", metadata: ["problems": "\(problems.count)"])
        for problem in problems { logger.warning("hurt", metadata: ["what": "\(problem)"]) }
    }
}
