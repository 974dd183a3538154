import Synchronization

/// Whether any service may have a form, or any answer its time: what a lead's registration looks at
/// before it looks for its own.
///
/// Read on every thread by one relaxed load. It opens with the first FORM.SET or SLA.SET, before
/// that is committed, and stays open.
final class FormGate: Sendable {
    private let isOpened: Atomic<Bool>

    init(isOpen: Bool) { isOpened = Atomic(isOpen) }

    var isOpen: Bool { isOpened.load(ordering: .relaxed) }

    func open() { isOpened.store(true, ordering: .relaxed) }
}
