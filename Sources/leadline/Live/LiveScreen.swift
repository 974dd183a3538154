import Glibc
import LeadlineClient

/// A picture of the whole screen that stays current until somebody ends it.
struct LiveScreen<Model: Sendable>: Sendable {
    /// Draws what is known on a canvas of the screen's size.
    typealias Draw = @Sendable (LiveBox<Model>.State, Canvas) -> Canvas

    /// How the model is kept current.
    let feed: LiveFeed<Model>
    /// Whether styles are wanted.
    let isStyled: Bool
    /// The characters to draw with.
    let glyphs: Glyphs
    /// How the picture is made.
    let draw: Draw

    /// Shows the picture until `q`, Ctrl-C, a signal, or a refused login.
    func run(_ client: LeadlineClient, _ model: Model) async -> SysExit {
        let box = LiveBox(model)
        let reading = Task { await feed.run(client, box) }
        let screen = self
        let end = await OwnThread.run { screen.watch(box) }
        reading.cancel()
        if let fault = box.current.fault {
            StandardStream.error.write("leadline: \(Cell.escaped(fault.description))\n")
            return fault.status
        }
        return end
    }

    /// The picture as text of a given size, for readers that are no terminal.
    func text(_ model: Model, columns: Int, rows: Int) -> String {
        let canvas = Canvas(columns: columns, rows: rows, glyphs: glyphs)
        let lines = draw(LiveBox.State(model: model), canvas).lines(isStyled: isStyled)
        let end = lines.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
        return lines[..<end].map { $0 + "\n" }.joined()
    }

    private func watch(_ box: LiveBox<Model>) -> SysExit {
        let signals = SignalPipe(isEnding: true)
        let screen = FullScreen()
        defer { screen.close() }
        var files = [
            pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: box.readEnd, events: Int16(POLLIN), revents: 0),
        ]
        while box.current.fault == nil {
            show(box.current, on: screen)
            // Countdowns move every second, whether there is news or not.
            _ = poll(&files, nfds_t(files.count), 1000)
            box.drain()
            let came = signals.take()
            if came.isEnding { return .terminated }
            if came.isInterrupted { return .interrupted }
            if came.isResized { screen.forget() }
            guard files[0].revents != 0 else { continue }
            if files[0].revents & Int16(POLLIN) == 0 { return .ok }
            if let end = end(screen.keys()) { return end }
        }
        return .ok
    }

    private func show(_ state: LiveBox<Model>.State, on screen: FullScreen) {
        let size = Terminal.size
        let canvas = Canvas(columns: size.columns, rows: size.rows, glyphs: glyphs)
        screen.show(draw(state, canvas).lines(isStyled: isStyled))
    }

    /// What the keys ask for; nil to go on.
    private func end(_ keys: [UInt8]) -> SysExit? {
        // An arrow or a function key is an escape and more; alone, an escape ends nothing.
        guard let key = keys.first else { return .ok }
        switch key {
        case UInt8(ascii: "q"), UInt8(ascii: "Q"), 4: return .ok
        case 3: return .interrupted
        default: return nil
        }
    }
}
