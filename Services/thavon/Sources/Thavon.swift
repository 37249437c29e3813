internal import ArgumentParser

/// The operator's command line.
struct Thavon: AsyncParsableCommand {
    static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "thavon", abstract: "Sets Thavon up, runs it for development, and looks after it.",
            discussion: """
                Exit codes: 0 done, 1 failed or something is wrong, 64 the command line, 78 the configuration.
                Settings are environment variables; each command's --help names those it reads.
                """,
            subcommands: [
                Dev.self, Migrate.self, Demo.self, Doctor.self, Calls.self, Appointments.self, CalendarCommands.self,
                Messages.self, AccountsCommands.self, VapiCommands.self,
            ])
    }
}

/// The whole of the executable's `main.swift`. Does not return on failure.
package func runThavon() async {
    await Thavon.main()
}
