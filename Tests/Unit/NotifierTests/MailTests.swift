import Contracts
import Foundation
import ServiceKit
import Testing

@testable import Notifier

@Suite struct MailTests {
    static let call = CompletedCall(
        agencyName: "Nordlicht & Söhne", status: .completed, outcome: .conversation, direction: .outbound,
        conversationHappened: true, leadName: "Zoë <script>alert(1)</script>", customerNumber: "+15550100199",
        agentName: "Ada", summary: "Wants a viewing.\nSaid \"Tuesday\" & thanked.", durationSeconds: 134,
        startedAt: nil,
        hasTranscript: true, hasRecording: true)
    static let agent = Recipient(kind: .agent, id: UUID(), name: "Ada", email: "ada@example.com", language: "en")

    static func mail(_ change: (inout CompletedCall) -> Void = { _ in }) throws -> MailRenderer.Mail {
        var call = call
        change(&call)
        let view = CallCompletedView(call, id: .new(), to: agent, publicURL: "https://app.example")
        return try MailRenderer().render(view)
    }

    /// Each line takes its time; so many of them once kept the service from doing anything else.
    @Test func aSummaryThatIsNoneIsCut() throws {
        let mail = try Self.mail { $0.summary = String(repeating: "{{x}} <b>&\n", count: 700_000) }
        #expect(mail.html.utf8.count < 60_000)
        #expect(mail.text.utf8.count < 20_000)
        #expect(mail.text.contains("… (the whole summary is on the page of the call)"))
        let long = try Self.mail { $0.summary = String(repeating: "ü", count: 5000) }
        #expect(long.text.contains("üüü… (the whole summary"))
        let whole = try Self.mail { $0.summary = String(repeating: "é", count: 4000) }
        #expect(!whole.text.contains("the whole summary"))
    }

    @Test(arguments: [
        "a@", "@b.example", "x <a@b.example", "a b@c.example", "a@b@c", "<>", "Ann <a@b.example> x",
        "a@b.example,c@d.example",
    ])
    func aSenderMustBeOne(text: String) throws {
        var settings = Settings(environment: [
            "DATABASE_URL": "postgres://u@h/x", "AMQP_URL": "amqp://u:p@h/", "RESEND_API_KEY": "re_x",
            "PUBLIC_URL": "https://x.example", "RESEND_FROM_EMAIL": text,
        ])
        #expect(
            throws: ConfigurationError(key: "RESEND_FROM_EMAIL", problem: "must be an address or \"Name <address>\"")
        ) {
            try Notifier.configure(&settings)
        }
    }

    @Test func whatPeopleSaidIsEscapedInHTMLAndPlainInText() throws {
        let mail = try Self.mail()
        #expect(!mail.html.contains("<script>"))
        #expect(mail.html.contains("Zoë &lt;script&gt;"))
        #expect(mail.text.contains("Zoë <script>"))
        #expect(mail.text.contains("Said \"Tuesday\" & thanked."))
        #expect(mail.html.contains("2 min 14 s"))
        #expect(mail.html.contains("https://app.example/calls/"))
    }

    @Test func aCombiningMarkDoesNotHideAQuotationMark() throws {
        let mail = try Self.mail { $0.leadName = "Zq\"\u{301} onmouseover=\"\u{301}y" }
        // Bytes, since by characters a quotation mark with a mark on it is none.
        let html = Data(mail.html.utf8)
        #expect(html.range(of: Data("Zq\"".utf8)) == nil)
        #expect(html.range(of: Data("Zq&quot;".utf8)) != nil)
    }

    @Test func whatIsNotKnownLeavesNoTrace() throws {
        let mail = try Self.mail {
            $0.leadName = nil
            $0.customerNumber = nil
            $0.summary = nil
            $0.durationSeconds = nil
            $0.hasTranscript = false
            $0.hasRecording = false
            $0.agentName = nil
        }
        for text in [mail.html, mail.text] {
            #expect(!text.contains("{{"))
            #expect(!text.contains("Summary"))
            #expect(!text.contains("Transcript"))
            #expect(!text.contains("nil"))
        }
        #expect(mail.subject == "Call with Unknown caller")
    }

    @Test func aLineBreakInANameDoesNotBreakTheSubject() throws {
        let mail = try Self.mail { $0.leadName = "Eve\r\nBcc: all@example.com" }
        #expect(!mail.subject.contains("\n"))
        #expect(!mail.subject.contains("\r"))
    }

    @Test func theFrozenBodyIsTheSameEveryTime() throws {
        let id = NotificationID.new()
        let mail = ResendMail(
            from: "a@example.com", to: "b@example.com", mail: try Self.mail(), notification: id, agency: .new())
        #expect(try mail.frozen == mail.frozen)
    }

    @Test func theIDIsDerived() {
        let event = EventID.new()
        let one = NotificationID.derived(from: event, recipient: Self.agent.id, channel: .email)
        #expect(one == NotificationID.derived(from: event, recipient: Self.agent.id, channel: .email))
        #expect(one != NotificationID.derived(from: event, recipient: UUID(), channel: .email))
        #expect(one != NotificationID.derived(from: event, recipient: Self.agent.id, channel: .sms))
        #expect(one.rawValue.uuidString.dropFirst(14).first == "8")
    }

    @Test func anOwnerWhoTakesTheCallGetsOneMail() {
        let owner = Recipient(kind: .owner, id: UUID(), name: "Ada", email: "ADA@example.com", language: "en")
        #expect(CallAssignedHandler.withoutDoubles([Self.agent, owner]) == [Self.agent])
    }
}
