import CEdit
import Glibc

/// Reads lines that a person edits: history, search, completion.
final class LineEditor {
    /// How reading a line ended.
    enum Answer {
        /// With a line.
        case line(String)
        /// By Ctrl-C, with whether anything had been typed.
        case interrupted(wasTyping: Bool)
        /// By Ctrl-D.
        case end
    }

    /// What Tab does to a line, given the part before the cursor.
    typealias Completing = (_ before: String) -> Completion

    private let complete: Completing
    private var handle: OpaquePointer?

    /// Makes an editor; nil where the terminal cannot have one.
    init?(_ complete: @escaping Completing) {
        self.complete = complete
        handle = nil
        let context = Unmanaged.passUnretained(self).toOpaque()
        handle = edit_open("leadline", { LineEditor.completing($0, $1, $2) }, context)
        if handle == nil { return nil }
    }

    deinit { if let handle { edit_close(handle) } }

    /// Reads a line.
    func read(prompt: String) -> Answer {
        var end = EDIT_END
        var length = 0
        guard let text = edit_line(handle, prompt, &end, &length) else {
            return end == EDIT_INTERRUPT ? .interrupted(wasTyping: length > 0) : .end
        }
        return .line(String(cString: text))
    }

    /// Adds a line to those that can be found again.
    func remember(_ line: String) { edit_remember(handle, line) }

    private static func completing(
        _ context: UnsafeMutableRawPointer?, _ line: UnsafePointer<CChar>?, _ cursor: Int
    ) -> edit_completion {
        guard let context, let line else { return edit_completion() }
        let editor = Unmanaged<LineEditor>.fromOpaque(context).takeUnretainedValue()
        let before = UnsafeBufferPointer(start: line, count: cursor).map { UInt8(bitPattern: $0) }
        let completion = editor.complete(String(decoding: before, as: UTF8.self))
        let listing = Table.packed(completion.listing, width: Terminal.size.columns)
        return edit_completion(
            deletion: CInt(completion.deletion), insertion: strdup(completion.insertion),
            listing: strdup(listing))
    }
}
