import ArgumentParser
import LeadlineEngine

/// The program `leadline-server`: serves when no other verb is given.
@main
struct LeadlineServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leadline-server",
        abstract: "A server for referral leads, partners and their programme.",
        version: Release.version, subcommands: [Serve.self, Check.self, Spec.self],
        defaultSubcommand: Serve.self)
}
