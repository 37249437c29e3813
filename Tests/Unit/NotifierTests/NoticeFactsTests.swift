import Contracts
import Foundation
import Notices
import Testing

@testable import Notifier

/// What is only looked at: previews and tests, before anything has happened and after.
@Suite struct NoticeFactsTests {
    static let now = Date(timeIntervalSince1970: 1_787_841_000)
    static let languages = ["en", "es", "fr", "de", "pt", "it"]
    static let publicURL = "https://console.example.com"
    private static let made = Result { try NoticeRenderer() }

    static func render(
        _ facts: NoticeFacts, to role: NoticeRecipient.Role, in language: String
    ) throws -> RenderedNotice {
        let notice = Notice(
            facts.content(for: role, publicURL: publicURL),
            to: NoticeRecipient(role: role, name: "Alex Example", language: language, timeZone: .gmt),
            agencyName: "Nordlicht & Söhne")
        return try made.get().render(notice)
    }

    @Test(arguments: NoticeKind.allCases, NoticeRecipient.Role.allCases)
    func everythingRenders(kind: NoticeKind, role: NoticeRecipient.Role) throws {
        let facts = NoticeFacts(kind: kind, now: Self.now)
        #expect(facts.isInvented && facts.callID == nil)
        #expect(facts.content(for: role, publicURL: Self.publicURL).kind == kind)
        let all = try Self.languages.map { try Self.render(facts, to: role, in: $0) }
        #expect(all.map(\.language) == Self.languages && all.allSatisfy { !$0.isFallbackLanguage })
        #expect(Set(all.map(\.subject)).count == 6 && Set(all.map(\.short)).count == 6, "\(all.map(\.short))")
        for rendered in all {
            for part in [rendered.subject, rendered.preheader, rendered.html, rendered.text, rendered.short] {
                #expect(!part.isEmpty && !part.contains("{{") && !part.contains("Optional("), "\(part)")
            }
            #expect(SMSText(rendered.short).segments <= 3, "\(rendered.short)")
            #expect(Set(rendered.templateVariables.keys) == Set((1...kind.templateVariables.count).map(String.init)))
            // Nothing that there is to tell is left out of what is invented.
            let absent = rendered.templateVariables.filter { $0.value == "–" }
            #expect(absent.isEmpty || kind == .appointmentCancelled && absent.count == 1, "\(kind) \(absent)")
        }
    }

    @Test(arguments: [NoticeKind.callCompleted, .callAssigned, .calendarBroken, .followUpOverdue])
    func onlyAnAgentsMatterIsTheirs(kind: NoticeKind) throws {
        let facts = NoticeFacts(kind: kind, now: Self.now)
        let texts = try NoticeRecipient.Role.allCases.map { role in
            (role, try Self.render(facts, to: role, in: "en").text)
        }
        #expect(Set(texts.map(\.1)).count > 1)
        for role in NoticeRecipient.Role.allCases {
            let isTheirs: Bool? =
                switch facts.content(for: role, publicURL: Self.publicURL) {
                case .callCompleted(let told), .callAssigned(let told): told.isRecipients
                case .calendarBroken(let told): told.isRecipients
                case .followUpOverdue(let told): told.isRecipients
                default: nil
                }
            #expect(isTheirs == (role == .agent), "\(role)")
        }
    }

    @Test func whatHappenedIsToldInItsPlace() throws {
        var call = MailTests.call
        call.leadName = nil
        let id = CallID.new()
        for kind in [NoticeKind.callCompleted, .callMissed, .callReassigned, .retryExhausted, .followUpOverdue] {
            var facts = NoticeFacts(kind: kind, now: Self.now)
            facts.take(call, id)
            #expect(!facts.isInvented && facts.callID == id && facts.leadName == "+15550100199")
            let text = try Self.render(facts, to: .owner, in: "en").text
            #expect(text.contains("\(Self.publicURL)/calls/\(id)") && text.contains("+15550100199"), "\(text)")
            #expect(!text.contains("Maria"), "\(text)")
        }
    }

    @Test func anAppointmentIsToldAsItIs() throws {
        let (id, start) = (AppointmentID.new(), Date(timeIntervalSince1970: 1_796_151_600))
        let kinds: [NoticeKind] = [.appointmentBooked, .appointmentMoved, .appointmentCancelled, .appointmentReminder]
        for kind in kinds {
            var facts = NoticeFacts(kind: kind, now: Self.now)
            facts.take(AppointmentNotice(startsAt: start, leadName: "Zoë Quinn", place: "Room 4"), id)
            #expect(!facts.isInvented && facts.leadName == "Zoë Quinn" && facts.callID == nil)
            let text = try Self.render(facts, to: .agent, in: "en").text
            #expect(text.contains("\(Self.publicURL)/appointments/\(id)") && text.contains("Zoë Quinn"), "\(text)")
            #expect(text.contains("Room 4") && !text.contains("Maria"), "\(text)")
        }
    }
}
