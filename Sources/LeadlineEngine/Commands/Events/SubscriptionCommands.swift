import LeadlineDomain
import LeadlineWire

extension CommandTable {
    /// Being told of events as they become durable, and of requests as they come.
    ///
    /// They run in their turn, so that nothing is told before the confirmation.
    static let subscriptions: [Command] = [
        .local(
            "SUBSCRIBE", "Is told the events of some types, at most once each.",
            group: .events, inBlock: .refused, inTurn: true,
            RequiredWords<ChannelName>("channel"), run: subscribe),
        .local(
            "PSUBSCRIBE", "Is told the events whose types fit a pattern, at most once each.",
            group: .events, inBlock: .refused, inTurn: true,
            RequiredWords<ChannelName>("pattern"), run: subscribePatterns),
        .local(
            "UNSUBSCRIBE", "Is told the events of these types no more; of none named, of all.",
            group: .events, inBlock: .refused, inTurn: true, Words<ChannelName>("channel"),
            run: unsubscribe),
        .local(
            "PUNSUBSCRIBE", "Gives these patterns up; none named gives up all.",
            group: .events, inBlock: .refused, inTurn: true, Words<ChannelName>("pattern"),
            run: unsubscribePatterns),
        .local(
            "PUBSUB CHANNELS", "Lists the channels that somebody subscribed to by name.",
            group: .events, by: .house, OptionalPositional<ChannelName>("pattern"), run: channels),
        .local(
            "PUBSUB NUMSUB", "Answers how many connections subscribed to each of the channels.",
            group: .events, by: .house, Words<ChannelName>("channel"), run: subscriberCounts),
        .local(
            "PUBSUB NUMPAT", "Answers how many different patterns are subscribed to.",
            group: .events, by: .house, run: patternCount),
        .local(
            "MONITOR", "Is told every request of every connection, without personal values.",
            group: .operations, by: .admin, inBlock: .refused, inTurn: true, run: monitor),
    ]
}

// MARK: - Handlers

private func subscribe(
    _ context: inout LocalContext, _ names: [ChannelName]
) throws(Rejection) -> Confirmations {
    try context.subscribe(names, .channel, "subscribe")
}

private func subscribePatterns(
    _ context: inout LocalContext, _ names: [ChannelName]
) throws(Rejection) -> Confirmations {
    try context.subscribe(names, .pattern, "psubscribe")
}

private func unsubscribe(
    _ context: inout LocalContext, _ names: [ChannelName]
) throws(Rejection) -> Confirmations {
    context.unsubscribe(names, .channel, "unsubscribe")
}

private func unsubscribePatterns(
    _ context: inout LocalContext, _ names: [ChannelName]
) throws(Rejection) -> Confirmations {
    context.unsubscribe(names, .pattern, "punsubscribe")
}

private func channels(
    _ context: inout LocalContext, _ pattern: ChannelName?
) throws(Rejection) -> TextList {
    TextList(
        texts: context.engine.channels.channels(fitting: pattern.map { NamePattern($0.text) }))
}

private func subscriberCounts(
    _ context: inout LocalContext, _ names: [ChannelName]
) throws(Rejection) -> SubscriberCounts {
    let census = context.engine.channels
    return SubscriberCounts(
        counts: names.map { ($0.text, Int64(census.subscribers(of: $0.text))) })
}

private func patternCount(_ context: inout LocalContext) throws(Rejection) -> Count {
    Count(Int64(context.engine.channels.patternCount))
}

private func monitor(_ context: inout LocalContext) throws(Rejection) -> Done {
    context.session.isPushRESP = context.isRESP
    context.session.monitor(context.engine.channels)
    return Done()
}

// MARK: - Subscribing

extension LocalContext {
    /// Takes all of the names up, or none: what is held already does not count twice.
    fileprivate func subscribe(
        _ names: [ChannelName], _ kind: Subscriptions.Kind, _ verb: StaticString
    ) throws(Rejection) -> Confirmations {
        let held = session.subscriptions
        let new = Set(names.map(\.text)).subtracting(held[kind]).count
        guard held.count + new <= EngineLimits.subscriptionsMax else {
            throw Rejection(
                .limit,
                "at most \(EngineLimits.subscriptionsMax) subscriptions of a connection")
        }
        session.isPushRESP = isRESP
        var confirmations = Confirmations(verb)
        for name in names {
            session.subscribe(name.text, kind, engine.channels)
            confirmations.add(name.text, session.subscriptions.count)
        }
        return confirmations
    }

    fileprivate func unsubscribe(
        _ names: [ChannelName], _ kind: Subscriptions.Kind, _ verb: StaticString
    ) -> Confirmations {
        var confirmations = Confirmations(verb)
        for name in names.isEmpty ? session.subscriptions[kind] : names.map(\.text) {
            session.unsubscribe(name, kind, engine.channels)
            confirmations.add(name, session.subscriptions.count)
        }
        // Redis confirms even that there was nothing to give up.
        if confirmations.isEmpty { confirmations.add(nil, session.subscriptions.count) }
        return confirmations
    }
}
