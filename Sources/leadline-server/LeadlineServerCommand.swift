import ArgumentParser
import LeadlineEngine

/// The program `leadline-server`: serves when no other verb is given.
@main
struct LeadlineServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "leadline-server",
        abstract: "A server for referral leads, partners and their programme.",
        discussion: """
            Serves one store on one port, for clients of Redis and for people who type lines.

              leadline-server --data /var/lib/leadline
              leadline-server --port 0 --data ./trial --enable-debug-commands
              leadline-server --config /etc/leadline/leadline.json --check-config
              leadline-server check --data /var/lib/leadline
              leadline-server repair --data /var/lib/leadline --to /var/lib/repaired

            When it is ready it says so in one line of standard output; the log is on standard \
            error.
            """,
        version: Release.version, subcommands: [Serve.self, Check.self, Repair.self, Spec.self],
        defaultSubcommand: Serve.self)
}
