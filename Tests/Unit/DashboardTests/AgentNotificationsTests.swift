import Contracts
import Foundation
import RulesJSON
import Testing

@testable import Dashboard

/// The dashboard writes what notifier reads: the names and forms are those of its `PreferencesDocument`.
@Suite struct AgentNotificationsTests {
    private static let stored = """
        {"version": 1, "grid": {"call.completed": {"email": true, "sms": "fallback"}, "digest.daily": {"email": false}},
         "quiet_hours": {"from": "21:00", "to": "07:00"}, "send_windows": null, "urgent_passes": false, "digest": true}
        """

    @Test func whatIsStoredIsReadAndWrittenAsItWas() throws {
        let read = try NotificationPreferences(stored: Self.stored)
        #expect(read.grid["call.completed"] == ["email": .on, "sms": .fallback])
        #expect(read.quiet == .value(.init(from: "21:00", to: "07:00")) && read.windows == .none)
        #expect(read.urgentPasses == false && read.digest == true)
        #expect(
            try read.json
                == #"{"digest":true,"grid":{"call.completed":{"email":true,"sms":"fallback"},"digest.daily":{"email":false}},"quiet_hours":{"from":"21:00","to":"07:00"},"send_windows":null,"urgent_passes":false,"version":1}"#
        )
        #expect(try NotificationPreferences(stored: "{}") == NotificationPreferences())
        #expect(try NotificationPreferences().json == #"{"version":1}"#)
    }

    /// Else the next save would put nothing in the place of what somebody has set.
    @Test(arguments: [
        "nonsense", "", "null", "[]", #"{"version": 2}"#, #"{"grid": []}"#, #"{"grid": {"call.missed": true}}"#,
        #"{"grid": {"call.missed": {"sms": "maybe"}}}"#, #"{"grid": {"call.missed": {"sms": 1}}}"#,
        #"{"leads": {"appointment.booked": {"sms": null}}}"#, #"{"quiet_hours": {"from": "21:00"}}"#,
        #"{"quiet_hours": "21:00-07:00"}"#, #"{"send_windows": {"mon": ["08:00-25:00"]}}"#,
        #"{"send_windows": {"someday": []}}"#, #"{"urgent_passes": "yes"}"#, #"{"digest": 0}"#,
    ])
    func whatDoesNotReadIsNotTakenForNothing(_ json: String) {
        let error = #expect(throws: UnusableRules.self) { try NotificationPreferences(stored: json) }
        #expect(error?.reasons.isEmpty == false)
        #expect(throws: UnreadableSetting.self) {
            try ReadAgencyPreferences.Row(json: json, version: 1).preferences(AgencyID(rawValue: UUID()))
        }
        let row = ReadAgentNotifications.Row(own: json, version: 1, agency: "{}")
        #expect(throws: UnreadableSetting.self) { try row.preferences(AgentID(rawValue: UUID())) }
    }

    @Test func whatTheFormDoesNotShowStays() throws {
        let json =
            #"{"grid": {"digest.daily": {"sms": true}, "some.kind": {"pigeon": false}}, "leads": {"x": {"sms": true}}}"#
        let stored = try NotificationPreferences(stored: json)
        #expect(AgentNotificationsForm(stored).applied(to: stored) == stored)
        var check = FormCheck(words: Words(language: .english))
        #expect(PreferencesForm(stored).read(&check, over: stored) == stored)
    }

    @Test func aFormThatIsSentAsItWasShownChangesNothing() throws {
        for json in [
            Self.stored, "{}", #"{"send_windows": {"mon": ["08:00-12:00", "13:00-24:00"]}, "quiet_hours": null}"#,
        ] {
            let stored = try NotificationPreferences(stored: json)
            let form = AgentNotificationsForm(stored)
            #expect(form.problems.isEmpty)
            #expect(form.applied(to: stored).normalized == stored.normalized, "\(json)")
        }
    }

    @Test func cellsAreSetAndGivenBackToTheAgency() throws {
        let stored = try NotificationPreferences(stored: Self.stored)
        let form = AgentNotificationsForm(
            Form([
                ("cell-call.completed/email", ""), ("cell-call.completed/whatsapp", "on"),
                ("cell-call.completed/sms", "off"), ("quiet", "inherited"), ("windows", "own"), ("windows-mon", "on"),
                ("windows-mon-0-from", "08:00"), ("windows-mon-0-to", "20:00"), ("urgent_passes", "yes"),
            ]))
        #expect(form.problems.isEmpty)
        let result = form.applied(to: stored)
        #expect(
            try result.json
                == #"{"digest":true,"grid":{"call.completed":{"sms":false,"whatsapp":true},"digest.daily":{"email":false}},"send_windows":{"mon":["08:00-20:00"]},"urgent_passes":true,"version":1}"#
        )
    }

    @Test func whatCannotBeIsToldAtItsField() {
        func problems(_ fields: [(String, String)]) -> [String] {
            let usual = [("quiet", "inherited"), ("windows", "inherited")]
            return AgentNotificationsForm(Form(usual + fields)).problems.map(\.field)
        }
        #expect(problems([]).isEmpty)
        #expect(problems([("cell-call.missed/sms", "maybe")]) == ["grid"])
        #expect(problems([("quiet", "own")]) == ["quiet_from"])
        #expect(problems([("quiet", "own"), ("quiet_from", "21:00"), ("quiet_to", "21:00")]) == ["quiet_from"])
        #expect(problems([("quiet", "own"), ("quiet_from", "22:00"), ("quiet_to", "00:00")]).isEmpty)
        #expect(problems([("quiet", "often")]) == ["quiet"])
        #expect(problems([("windows", "own")]) == ["windows"])
        #expect(problems([("urgent_passes", "always")]) == ["urgent_passes"])
    }

    @Test func whatTheAgencyLeavesOutIsAsUsual() throws {
        let agency = try NotificationPreferences(stored: #"{"grid": {"call.missed": {"email": false}}}"#)
        #expect(agency.effective("call.missed", "email") == .off)
        #expect(agency.effective("call.completed", "email") == .on)
        #expect(
            agency.effective("call.completed", "whatsapp") == .on && agency.effective("call.missed", "whatsapp") == .off
        )
        #expect(agency.effective("appointment.booked", "sms") == .off)
    }
}

extension NotificationPreferences {
    /// Without rows that say nothing.
    fileprivate var normalized: NotificationPreferences {
        var result = self
        result.grid = grid.filter { !$0.value.isEmpty }
        return result
    }
}
