import Contracts
import Foundation
import LocalServers
import Postgres
import TestSupport
import Testing

/// `thavon messages`, which reads the database and asks the notifier by commands over the broker.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct MessagesCommandTests {
    @Test func whatPeopleWereToldCanBeListedAndShown() async throws {
        try await ThavonSystem.run { system in
            try await EventObserver.observe(system.broker) { events in
                let report = TestReport()
                _ = try await system.post(report.body)
                try await events.waitFor("notification.sent", subjects: 2)
                let call = try #require(try await system.call(report.callID))

                let all = try await system.messages("list", "--call", call.id.uuidString)
                #expect(all.status == .exited(code: 0))
                for word in ["call.completed", "Bea Berlin (agent)", "bea@example.com", "olga@example.com", "sent"] {
                    #expect(all.output.contains(word), "\(word) is missing in:\n\(all.output)")
                }
                let hers = try await system.messages("list", "--to", "bea@", "--channel", "email", "--status", "sent")
                #expect(hers.output.contains("bea@example.com") && !hers.output.contains("olga@example.com"))
                let leads = try await system.messages("list", "--lead", TestAgency.berlinNumber)
                #expect(leads.output.contains("bea@example.com"))
                let others = try await system.messages("list", "--lead", TestAgency.texanNumber)
                #expect(others.output == "There are no such messages.")

                let id = try #require(hers.output.split(separator: " ").last.map(String.init))
                let shown = try await system.messages("show", id)
                for word in ["Bea Berlin (agent)", "bea@example.com", "written down", "the provider has it"] {
                    #expect(shown.output.contains(word), "\(word) is missing in:\n\(shown.output)")
                }
                let ended = try await system.operate(["calls", "ended"])
                #expect(ended.output.contains("Bea Berlin: call.completed by email, sent"), "\(ended.output)")
            }
        }
    }

    @Test func whatIsNotThereIsSaid() async throws {
        try await ThavonSystem.run { system in
            let nobody = try await system.messages("show", "00000000-0000-4000-8000-0000000000ff")
            #expect(nobody.status == .exited(code: 1) && nobody.output.contains("thavon messages list"))
            #expect(try await system.messages("show", "12").status == .exited(code: 64))
            #expect(try await system.messages("preview", "call.complete").status == .exited(code: 64))
            #expect(try await system.messages("list", "--status", "lost").status == .exited(code: 64))
            let stranger = try await system.messages("preferences", "--agent", "nobody@example.com")
            #expect(stranger.status == .exited(code: 1) && stranger.output.contains("nobody@example.com"))
        }
    }

    @Test func preferencesAreSetOrRefusedWithTheReason() async throws {
        try await ThavonSystem.run { system in
            let quiet = #"{"version": 1, "quiet_hours": {"from": "21:00", "to": "07:00"}}"#
            let agencys = try await system.messages("preferences", "--set", quiet)
            #expect(agencys.status == .exited(code: 0) && agencys.output.contains("version 1"), "\(agencys.output)")
            let silent =
                #"{"version": 1, "grid": {"call.completed": {"email": false, "whatsapp": false, "sms": false}}}"#
            let hers = try await system.messages("preferences", "--agent", "bea@example.com", "--set", silent)
            // Allowed, and worth a word.
            #expect(hers.status == .exited(code: 0) && hers.output.contains("Note: "), "\(hers.output)")
            let stale = try await system.messages(
                "preferences", "--agent", "bea@example.com", "--set", quiet, "--based-on", "0")
            #expect(stale.status == .exited(code: 1), "\(stale.output)")
            let shown = try await system.messages("preferences", "--agent", "bea@example.com")
            #expect(shown.output.contains("Bea Berlin, version 1") && shown.output.contains("quiet_hours"))

            for (wrong, word) in [
                (#"{"grid": {"call.complete": {"email": true}}}"#, "call.complete"),
                (#"{"quiet_hours": {"from": "25:00", "to": "07:00"}}"#, "25:00"),
                (#"{"version": 2}"#, "version"),
            ] {
                let answer = try await system.messages("preferences", "--set", wrong)
                #expect(answer.status == .exited(code: 1) && answer.output.contains(word), "\(answer.output)")
            }
        }
    }

    @Test func ownTextsAreSetTriedAndRefused() async throws {
        try await ThavonSystem.run { system in
            let broken = try await system.messages("texts", "set", "call.completed", "de", "--short", "Neu: {{#lead}}")
            #expect(broken.status == .exited(code: 1) && broken.output.contains("short"), "\(broken.output)")
            let unknown = try await system.messages("texts", "set", "call.completed", "de", "--short", "{{leed}}")
            #expect(unknown.status == .exited(code: 1) && unknown.output.contains("leed"), "\(unknown.output)")
            #expect(try await system.messages("texts").output.contains("the texts are ours"))

            let set = try await system.messages("texts", "set", "call.completed", "de", "--short", "Neu: {{lead}}")
            #expect(set.status == .exited(code: 0) && set.output.contains("version 1"), "\(set.output)")
            #expect(try await system.messages("texts").output.contains("Neu: {{lead}}"))
            let stored = try await system.messages("preview", "call.completed", "--language", "de")
            #expect(stored.output.contains("Neu: ") && stored.output.contains("gsm7"), "\(stored.output)")
            let removed = try await system.messages("texts", "remove", "call.completed", "de")
            #expect(removed.status == .exited(code: 0))
            #expect(try await system.messages("texts").output.contains("the texts are ours"))
        }
    }

    @Test func aPreviewIsShownAndSendsNothing() async throws {
        try await ThavonSystem.run { system in
            let folder = try TemporaryFolder(prefix: "thavon-preview")
            defer { folder.remove() }
            let html = folder.path + "/mail.html"
            let shown = try await system.messages(
                "preview", "appointment.booked", "--role", "lead", "--language", "fr", "--html", html,
                "--subject", "Rendez-vous avec {{agency}}")
            #expect(shown.status == .exited(code: 0), "\(shown.output)")
            #expect(shown.output.contains("Rendez-vous avec ") && shown.output.contains("Test Agency"))
            #expect(shown.output.contains("{{1}} recipient"))
            let mail = try String(contentsOfFile: html, encoding: .utf8)
            #expect(mail.contains("<html"))
            let count = try await system.count()
            #expect(count.notifications == 0)
        }
    }

    @Test func aTestReachesOnePerson() async throws {
        try await ThavonSystem.run { system in
            try await EventObserver.observe(system.broker) { events in
                let sent = try await system.messages(
                    "test", "call.completed", "--channel", "email", "--agent", "bea@example.com")
                #expect(sent.status == .exited(code: 0) && sent.output.contains("bea@example.com"), "\(sent.output)")
                try await events.waitFor("notification.sent")
                let mails = try await system.mailbox()
                #expect(mails.map(\.to) == [["bea@example.com"]])
            }
        }
    }

    @Test func anAddressThatWasMendedIsAllowedAgain() async throws {
        try await ThavonSystem.run { system in
            try await system.pool.simpleQuery(
                """
                INSERT INTO suppressions (agency_id, channel, address, cause, detail) VALUES
                    ('\(TestAgency.id)', 'email', 'bea@example.com', 'bounced', 'no such mailbox'),
                    (NULL, 'sms', '\(TestAgency.texanNumber)', 'stop', 'STOP'),
                    (NULL, 'sms', '+15125550199', 'stop', 'somebody of another agency');
                """)
            let before = try await system.messages("suppressed")
            #expect(before.output.contains("bounced: no such mailbox") && before.output.contains("Tex Ann"))
            #expect(!before.output.contains("+15125550199"))
            let allowed = try await system.messages("allow", "email", "bea@example.com")
            #expect(allowed.output.contains("again"), "\(allowed.output)")
            let twice = try await system.messages("allow", "email", "bea@example.com")
            #expect(twice.output.contains("Nothing kept them"), "\(twice.output)")
            let after = try await system.messages("suppressed")
            #expect(!after.output.contains("bea@example.com"))
        }
    }
}

extension ThavonSystem {
    /// Runs `thavon messages` as an operator would.
    nonisolated func messages(
        _ arguments: String...
    ) async throws -> (status: LocalServers.ExitStatus, output: String) {
        try await operate(["messages"] + arguments)
    }
}
