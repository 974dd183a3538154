/// The rules of registration once more, written as plainly as can be: who holds one customer, who
/// waits for it, what became one, and what is disputed.
struct ClaimModel {
    enum State: String {
        case new, accepted, queued, withdrawn, expired
    }

    struct Row {
        var state: State
        var products: Set<String>
        var partner: Int
        /// The day on which its claim ends, or has ended without anybody's acceptance; nil when it
        /// has none.
        var ends: Int?
        var isMerged = false

        var isOpen: Bool { [.new, .accepted, .queued].contains(state) }
    }

    struct Dispute {
        let row: Int
        var isOpen = true
    }

    private(set) var rows: [Row] = []
    private(set) var disputes: [Dispute] = []
    private(set) var today = 0

    /// What runs out meanwhile ends by itself.
    mutating func advance(_ days: Int) {
        today += days
        expire(except: nil)
    }

    /// The number of the oldest open dispute about a row; nil when there is none.
    func dispute(about row: Int) -> Int? {
        disputes.firstIndex { $0.row == row && $0.isOpen }.map { $0 + 1 }
    }

    private func overlap(_ left: Set<String>, _ right: Set<String>) -> Bool {
        left.isEmpty || right.isEmpty || !left.isDisjoint(with: right)
    }

    private func holds(_ index: Int) -> Bool { (rows[index].ends ?? 0) > today }

    private func isHeld(_ products: Set<String>, except index: Int?) -> Bool {
        rows.indices.contains {
            $0 != index && holds($0) && overlap(rows[$0].products, products)
        }
    }

    private mutating func promote() {
        for index in rows.indices where rows[index].state == .queued {
            guard !isHeld(rows[index].products, except: index) else { continue }
            rows[index].state = .new
            rows[index].ends = today + 7
        }
    }

    private mutating func expire(except index: Int?) {
        for other in rows.indices where other != index && rows[other].state == .accepted {
            guard let ends = rows[other].ends, ends <= today else { continue }
            rows[other].state = .expired
            rows[other].ends = nil
        }
        promote()
    }

    /// Does what may be refused: then nothing has happened.
    private mutating func attempt(_ body: (inout ClaimModel) -> Bool) -> Bool {
        let before = self
        if body(&self) { return true }
        self = before
        return false
    }
}

// MARK: - What may be asked

extension ClaimModel {
    mutating func register(_ products: Set<String>, by partner: Int, queues: Bool) -> Bool {
        attempt { model in
            model.expire(except: nil)
            let isHeld = model.isHeld(products, except: nil)
            let waits = model.rows.contains {
                $0.state == .queued && $0.partner == partner
                    && model.overlap($0.products, products)
            }
            guard !isHeld || (queues && !waits) else { return false }
            model.rows.append(
                Row(
                    state: isHeld ? .queued : .new, products: products, partner: partner,
                    ends: isHeld ? nil : model.today + 7))
            return true
        }
    }

    mutating func accept(_ index: Int) -> Bool {
        attempt { model in
            guard model.rows[index].state == .new else { return false }
            model.expire(except: index)
            guard !model.isHeld(model.rows[index].products, except: index) else { return false }
            model.rows[index].state = .accepted
            model.rows[index].ends = model.today + 90
            return true
        }
    }

    mutating func extend(_ index: Int, by days: Int) -> Bool {
        guard holds(index) else { return false }
        rows[index].ends = rows[index].ends.map { $0 + days }
        return true
    }

    mutating func withdraw(_ index: Int) -> Bool {
        guard rows[index].isOpen else { return false }
        rows[index].state = .withdrawn
        rows[index].ends = nil
        promote()
        return true
    }

    mutating func reopen(_ index: Int) -> Bool {
        attempt { model in
            guard !model.rows[index].isOpen, !model.rows[index].isMerged else { return false }
            guard !model.isHeld(model.rows[index].products, except: index) else { return false }
            model.rows[index].state = .new
            model.rows[index].ends = model.today + 7
            return true
        }
    }

    mutating func change(_ index: Int, to products: Set<String>) -> Bool {
        attempt { model in
            guard products != model.rows[index].products else { return true }
            let isOpen = model.rows[index].isOpen
            // What ran out before ran out by what was held then.
            if isOpen, model.rows[index].ends != nil { model.expire(except: index) }
            model.rows[index].products = products
            guard isOpen else { return true }
            if model.rows[index].ends != nil, model.isHeld(products, except: index) {
                return false
            }
            model.promote()
            return true
        }
    }

    mutating func merge(_ source: Int, into target: Int) -> Bool {
        attempt { model in
            guard source != target, !model.rows[source].isMerged, model.rows[target].isOpen,
                model.dispute(about: source) == nil
            else { return false }
            let (old, wasHolding) = (model.rows[source], model.holds(source))
            model.rows[source].isMerged = true
            if old.isOpen {
                model.rows[source].state = .withdrawn
                model.rows[source].ends = nil
            }
            model.absorb(old, wasHolding: wasHolding, into: target)
            let kept = model.rows[target]
            if model.holds(target), model.isHeld(kept.products, except: target) { return false }
            model.promote()
            return true
        }
    }

    private mutating func absorb(_ old: Row, wasHolding: Bool, into target: Int) {
        var row = rows[target]
        let isSame = row.partner == old.partner
        guard wasHolding, row.state != .queued || isSame else { return }
        let isAll = row.products.isEmpty || old.products.isEmpty
        row.products = isAll ? [] : row.products.union(old.products)
        if isSame, row.state == .accepted, old.state == .accepted {
            row.ends = max(row.ends ?? 0, old.ends ?? 0)
        }
        rows[target] = row
    }

    mutating func dispute(_ index: Int) -> Bool {
        guard !rows[index].isMerged, dispute(about: index) == nil else { return false }
        disputes.append(Dispute(row: index))
        return true
    }

    mutating func withdrawDispute(_ number: Int) -> Bool {
        guard disputes.indices.contains(number - 1), disputes[number - 1].isOpen else {
            return false
        }
        disputes[number - 1].isOpen = false
        return true
    }

    mutating func resolve(_ number: Int, for partner: Int) -> Bool {
        guard withdrawDispute(number) else { return false }
        rows[disputes[number - 1].row].partner = partner
        return true
    }
}
