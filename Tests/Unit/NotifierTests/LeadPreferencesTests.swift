import Contracts
import Foundation
import RulesJSON
import Testing

@testable import Notifier

/// Leads have no settings: their agency says how they are told.
@Suite struct LeadPreferencesTests {
    typealias Delivery = NotificationPreferences.Delivery

    static let night = Date(timeIntervalSince1970: 1_787_266_800)

    static func decide(
        _ kind: String, own: String = "{}", agency: String = "{}",
        reachable: Set<NotificationChannel> = [.email, .whatsapp, .sms]
    ) throws -> Delivery {
        try NotificationPreferencesTests.preferences(.lead, own: own, agency: agency)
            .decide(kind, urgency: .normal, now: night, zone: .gmt, reachable: reachable)
    }

    @Test func whatIsUsual() throws {
        for kind in NotificationKind.forLeads {
            let isNear = kind == "appointment.reminder"
            let expected =
                isNear
                ? Delivery(channels: [.whatsapp, .email], fallbacks: [.sms])
                : Delivery(channels: [.email], fallbacks: [.whatsapp, .sms])
            #expect(try Self.decide(kind) == expected)
            #expect(try Self.decide(kind, reachable: [.sms]) == Delivery(channels: [.sms], fallbacks: []))
        }
        #expect(NotificationKind.forLeads.count == 4)
        #expect(Set(NotificationKind.forLeads).isSubset(of: NotificationKind.all))
    }

    @Test func theAgencysCellsForThemCount() throws {
        let agency = #"{"leads":{"appointment.reminder":{"sms":true,"whatsapp":false,"email":"fallback"}}}"#
        #expect(
            try Self.decide("appointment.reminder", agency: agency) == Delivery(channels: [.sms], fallbacks: [.email]))
        let nothing = #"{"leads":{"appointment.booked":{"email":false,"whatsapp":false,"sms":false}}}"#
        let excluded = try Self.decide("appointment.booked", agency: nothing)
        #expect(excluded.channels.isEmpty && excluded.reason == "appointment.booked is not wanted on any channel")
        #expect(try Self.decide("appointment.moved", agency: nothing).channels == [.email])
    }

    /// What is about them waits for nobody's hours, and the team's grid is not theirs.
    @Test func theTeamsSettingsAreNotTheirs() throws {
        let team =
            #"{"grid":{"appointment.booked":{"sms":true,"email":false}},"quiet_hours":{"from":"00:00","to":"23:59"},"#
            + #""send_windows":{"mon":["23:59-24:00"]}}"#
        #expect(try Self.decide("appointment.booked", own: team, agency: team) == Self.decide("appointment.booked"))
        let agent = try NotificationPreferencesTests.preferences(.agent, agency: team)
            .decide("appointment.booked", urgency: .normal, now: Self.night, zone: .gmt)
        #expect(agent.notBefore != nil && agent.channels == [.whatsapp, .sms])
    }

    @Test func whatIsWantedIsWhatIsOn() throws {
        let lead = NotificationPreferences(.lead)
        #expect(lead.wanted("appointment.reminder") == [.whatsapp, .email])
        #expect(lead.wanted("appointment.booked") == [.email])
        let own = #"{"grid":{"call.missed":{"sms":"fallback","whatsapp":true,"email":false}}}"#
        let agent = try NotificationPreferencesTests.preferences(own: own)
        #expect(agent.wanted("call.missed") == [.whatsapp] && agent.wanted("call.completed") == [.whatsapp, .email])
        #expect(try NotificationPreferencesTests.preferences(own: #"{"digest":false}"#).wanted("digest.daily") == [])
    }

    @Test func onlyAnAgencySaysHowItsLeadsAreTold() throws {
        let text = #"{"leads":{"appointment.reminder":{"sms":"fallback","email":false}}}"#
        let document = try PreferencesDocument(json: text.utf8, of: .agency)
        #expect(document.leads == ["appointment.reminder": [.sms: .fallback, .email: .off]] && document.grid.isEmpty)
        #expect(try PreferencesDocument(json: document.json) == document)
        let error = #expect(throws: UnusableRules.self) { try PreferencesDocument(json: text.utf8, of: .agent) }
        #expect(error?.reasons == ["leads: only an agency says how its leads are told"])
        #expect(
            try PreferencesDocument(json: #"{"digest":true}"#.utf8, of: .agent) == PreferencesDocument(digest: true))
    }

    @Test(arguments: [
        (#"{"leads":[]}"#, "leads must be an object"),
        (
            #"{"leads":{"call.missed":{"sms":true}}}"#,
            "leads: there is no \"call.missed\"; there are appointment.booked, appointment.moved, "
                + "appointment.cancelled, appointment.reminder"
        ),
        (#"{"leads":{"appointment.moved":{"fax":true}}}"#, "leads.appointment.moved: there is no \"fax\""),
        (
            #"{"leads":{"appointment.moved":{"sms":1}}}"#,
            "leads.appointment.moved.sms must be true, false or \"fallback\""
        ),
        (#"{"leads":{},"leads":{}}"#, "leads is there twice"),
    ])
    func whatCannotWorkIsRefused(text: String, reason: String) {
        let error = #expect(throws: UnusableRules.self) { try PreferencesDocumentTests.read(text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    /// The agency's cells for its leads are never an agent's.
    @Test func agentsInheritNothingOfThem() throws {
        let agency = try PreferencesDocumentTests.read(#"{"digest":false,"leads":{"appointment.moved":{"sms":true}}}"#)
        #expect(PreferencesDocument().over(agency) == PreferencesDocument(digest: false))
        #expect(agency.ofLeads == PreferencesDocument(grid: ["appointment.moved": [.sms: .on]]))
    }
}
