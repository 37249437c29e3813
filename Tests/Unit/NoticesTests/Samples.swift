import Contracts
import Foundation
import Notices
import Testing

/// The words that notices are made of in these tests.
struct SampleFacts: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var agency = "Casa & Hogar Inmobiliaria"
    var recipient: String? = "Jürgen Müller"
    var lead: String? = "Ana Pérez"
    var number: String? = "+34 612 345 678"
    var agent: String? = "Tomás Ibáñez"
    var previousAgent: String? = "Zoë Lindqvist"
    var summary: String? = "Wants to see the flat in Calle Mayor.\nBudget 250,000 €; can come on weekdays after five."
    var place: String? = "Calle Mayor 12, 3º B, Madrid"
    var reason: String? = "The train is on strike."
    var address = "ana.perez@example.com"
    /// Nothing that may be absent is there.
    var isBare = false

    static let link = "https://console.example.com/calls/018f4e2a-7c1b-7def-8a90-123456789abc"

    static let plain = SampleFacts(testDescription: "plain")

    static let bare = SampleFacts(
        testDescription: "bare", recipient: nil, lead: nil, number: nil, agent: nil, previousAgent: nil, summary: nil,
        place: nil, reason: nil, isBare: true)

    static let blank = SampleFacts(
        testDescription: "blank", recipient: " ", lead: "\n", number: "", agent: "\u{200B}", previousAgent: "\u{202E}",
        summary: "\n \n", place: "\t", reason: "\u{0}")

    static let long = SampleFacts(
        testDescription: "long", agency: String(repeating: "Immobilien ", count: 40),
        recipient: String(repeating: "Wolfeschlegelsteinhausenbergerdorff", count: 9),
        lead: String(repeating: "Maximiliana ", count: 60), number: String(repeating: "+49 170 ", count: 30),
        agent: String(repeating: "x", count: 5000), previousAgent: String(repeating: "é", count: 900),
        summary: String(repeating: "A sentence that says little. ", count: 400),
        place: String(repeating: "Straße ", count: 200), reason: String(repeating: "because ", count: 500),
        address: String(repeating: "a", count: 300) + "@example.com")

    static let rightToLeft = SampleFacts(
        testDescription: "right to left", agency: "سكن للعقارات", recipient: "محمد", lead: "دانה كوهين‎",
        agent: "\u{202E}evil\u{202C} דוד", previousAgent: "سارة", summary: "تريد شقة من ثلاث غرف.\nמחר בבוקר.",
        place: "شارع الملك 5", reason: "سفر")

    static let emoji = SampleFacts(
        testDescription: "emoji", agency: "🏠 Haus", recipient: "👩‍👩‍👧 Kim", lead: "Ana 🌸\u{301}\u{301}\u{301}",
        agent: "👨🏽‍💼",
        previousAgent: "🇵🇹", summary: "👍👍👍", place: "📍", reason: "🤒",
        address: "ana@example.com")

    static let hostile = SampleFacts(
        testDescription: "hostile", agency: "<script>alert(1)</script> \"'&", recipient: "<b>x</b>{{lead}}",
        lead: "</td><script>alert('1')</script>\r\nBcc: x@example.com", number: "\"><img src=x>",
        agent: "{{{agency}}} \\ {{#x}}", previousAgent: "a\u{2028}b\u{85}c\u{0}d",
        summary: "<script>x</script>\n\n</p>{{link}}",
        place: "a;b,c\\d\r\nATTENDEE:mailto:x@example.com", reason: "\u{1B}[31m<i>", address: "<x>@example.com")

    static let ugly = [bare, blank, long, rightToLeft, emoji, hostile]
    static let all = [plain] + ugly
}

extension SampleFacts {
    /// 2026-08-27 14:30 UTC
    static let moment = Date(timeIntervalSince1970: 1_787_841_000)
    private var moment: Date? { isBare ? nil : Self.moment }

    func call(isRecipients: Bool, outcome: CallOutcome?) -> CallNotice {
        CallNotice(
            leadName: lead, leadNumber: number, agentName: agent, previousAgentName: previousAgent,
            isRecipients: isRecipients, direction: isBare ? nil : .inbound, outcome: isBare ? nil : outcome,
            summary: summary, durationSeconds: isBare ? nil : 192, startedAt: moment, link: Self.link,
            transcriptLink: isBare ? nil : "\(Self.link)#transcript",
            recordingLink: isBare ? nil : "\(Self.link)#recording")
    }

    var appointment: AppointmentNotice {
        AppointmentNotice(
            startsAt: Self.moment, endsAt: moment?.addingTimeInterval(2700),
            previouslyAt: moment?.addingTimeInterval(-86_400), leadName: lead, leadNumber: number,
            leadTimeZone: isBare ? nil : zone("America/New_York"), agentName: agent, place: place, reason: reason,
            link: isBare ? nil : "https://meet.example.com/a/018f4e2a-7c1b-7def-8a90-123456789abc")
    }

    private var accountLink: AccountLinkNotice {
        AccountLinkNotice(inviter: agent, expiresAt: Self.moment, link: Self.link)
    }

    func content(_ kind: NoticeKind, isRecipients: Bool = true) -> NoticeContent {
        switch kind {
        case .callCompleted: .callCompleted(call(isRecipients: isRecipients, outcome: .conversation))
        case .callMissed: .callMissed(call(isRecipients: isRecipients, outcome: .voicemail))
        case .callAssigned: .callAssigned(call(isRecipients: isRecipients, outcome: .conversation))
        case .callReassigned: .callReassigned(call(isRecipients: isRecipients, outcome: .transferFailed))
        case .appointmentBooked: .appointmentBooked(appointment)
        case .appointmentMoved: .appointmentMoved(appointment)
        case .appointmentCancelled: .appointmentCancelled(appointment)
        case .appointmentReminder: .appointmentReminder(appointment)
        case .retryExhausted:
            .retryExhausted(
                RetryNotice(
                    leadName: lead, leadNumber: number, attempts: 5, lastOutcome: isBare ? nil : .noAnswer,
                    lastTriedAt: moment, link: Self.link))
        case .calendarBroken:
            .calendarBroken(
                CalendarNotice(
                    agentName: agent, account: isBare ? nil : address, isRecipients: isRecipients, brokenSince: moment,
                    link: Self.link))
        case .followUpOverdue:
            .followUpOverdue(
                FollowUpNotice(
                    leadName: lead, leadNumber: number, agentName: agent, isRecipients: isRecipients,
                    waiting: .seconds(47 * 60), link: Self.link))
        case .digestDaily:
            .digestDaily(
                DigestNotice(
                    day: Self.moment, calls: 1234, conversations: 31, newLeads: 8, appointmentsBooked: 5, overdue: 2,
                    upcoming: isBare
                        ? []
                        : (1...12).map {
                            .init(startsAt: Self.moment.addingTimeInterval(Double($0) * 3600), leadName: lead)
                        },
                    link: Self.link))
        case .optedOutConfirmation: .optedOutConfirmation
        case .messageBounced:
            .messageBounced(
                BounceNotice(
                    address: address, personName: agent, reason: reason, bouncedAt: moment, link: Self.link))
        case .accountInvitation: .accountInvitation(accountLink)
        case .accountPassword: .accountPassword(accountLink)
        }
    }

    func notice(
        _ kind: NoticeKind, to role: NoticeRecipient.Role = .agent, in language: String, agencyLanguage: String = "en",
        zone name: String = "Europe/Berlin", isRecipients: Bool = true
    ) -> Notice {
        Notice(
            content(kind, isRecipients: isRecipients),
            to: NoticeRecipient(role: role, name: recipient, language: language, timeZone: zone(name)),
            agencyName: agency, agencyLanguage: agencyLanguage)
    }
}

func zone(_ name: String) -> TimeZone {
    guard let zone = TimeZone(identifier: name) else { preconditionFailure("there is no zone \(name)") }
    return zone
}

enum Samples {
    private static let made = Result { try NoticeRenderer() }

    /// One for all tests: it is read-only, and reads all words when it is made.
    static func renderer() throws -> NoticeRenderer { try made.get() }
}
