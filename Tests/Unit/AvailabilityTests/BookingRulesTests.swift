import Foundation
import RulesJSON
import Testing

@testable import Availability

@Suite struct BookingRulesTests {
    @Test func nothingIsTheStandard() throws {
        let rules = try BookingRules(json: "{}".utf8)
        #expect(rules == .standard)
        #expect(rules.problems.isEmpty)
        #expect(
            try String(decoding: rules.json, as: UTF8.self)
                == #"{"add_conference":false,"appointments_per_day":8,"buffer_after_minutes":0,"#
                + #""buffer_before_minutes":0,"confirm_with":"book_without_calendar","horizon_days":60,"#
                + #""invite_lead":true,"length_minutes":30,"minimum_notice_minutes":120,"reminders_hours":[24],"#
                + #""step_minutes":30}"#)
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let text = """
            {"length_minutes":45,"buffer_before_minutes":10,"buffer_after_minutes":15,"minimum_notice_minutes":60,
            "horizon_days":30,"appointments_per_day":5,"step_minutes":20,"reminders_hours":[48,1],
            "confirm_with":"require_calendar","invite_lead":false,"add_conference":true}
            """
        let rules = try BookingRules(json: text.utf8)
        #expect(
            rules
                == BookingRules(
                    length: 45, bufferBefore: 10, bufferAfter: 15, minimumNotice: 60, horizon: 30,
                    appointmentsPerDay: 5, step: 20, reminders: [48, 1], confirmation: .requireCalendar,
                    invitesLead: false, addsConference: true))
        #expect(try BookingRules(json: rules.json) == rules)
    }

    @Test(arguments: [
        ("length_minutes", 5, 480), ("buffer_before_minutes", 0, 240), ("buffer_after_minutes", 0, 240),
        ("minimum_notice_minutes", 0, 43_200), ("horizon_days", 1, 365), ("appointments_per_day", 1, 100),
        ("step_minutes", 5, 240),
    ])
    func eachHasItsLimits(name: String, lowest: Int, highest: Int) throws {
        for value in [lowest, highest] { _ = try BookingRules(json: #"{"\#(name)":\#(value)}"#.utf8) }
        for value in [lowest - 1, highest + 1] {
            let error = #expect(throws: UnusableRules.self) {
                try BookingRules(json: #"{"\#(name)":\#(value)}"#.utf8)
            }
            #expect(error?.reasons == ["\(name) must be from \(lowest) to \(highest)"])
        }
    }

    @Test(arguments: [
        (#"{"length_minutes":"long"}"#, "length_minutes: must be a whole number"),
        (#"{"length_minutes":30.5}"#, "length_minutes: a number is not whole"),
        (#"{"length_minutes":1e30}"#, "length_minutes: a number is not whole"),
        (#"{"reminders_hours":[1.5]}"#, "reminders_hours: a number is not whole"),
        (#"{"step_minutes":7}"#, "step_minutes must divide"), (#"{"step_minutes":50}"#, "step_minutes must divide"),
        (#"{"minimum_notice_minutes":1440,"horizon_days":1}"#, "minimum_notice_minutes reaches beyond horizon_days"),
        (#"{"reminders_hours":[6,5,4,3,2,1]}"#, "reminders_hours can be at most 5"),
        (#"{"reminders_hours":[0]}"#, "reminders_hours must each be from 1 to 336"),
        (#"{"reminders_hours":[337]}"#, "reminders_hours must each be from 1 to 336"),
        (#"{"reminders_hours":[24,1,24]}"#, "reminders_hours names an hour twice"),
        (#"{"reminders_hours":24}"#, "reminders_hours: must be "),
        (#"{"confirm_with":"hope"}"#, "confirm_with: "),
        (#"{"invite_lead":1}"#, "invite_lead: must be true or false"),
        (#"{"add_conference":"yes"}"#, "add_conference: must be true or false"),
        (#"{"colour":1}"#, "there is no \"colour\"; there are length_minutes, "), ("[]", "must be an object"),
        ("nonsense", "JSON"),
    ])
    func rulesThatCannotWorkAreRefusedWithTheReason(text: String, reason: String) {
        let error = #expect(throws: UnusableRules.self) { try BookingRules(json: text.utf8) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test(arguments: [
        #"{"reminders_hours":[]}"#, #"{"reminders_hours":[1,336,2,3,4]}"#,
        #"{"minimum_notice_minutes":1439,"horizon_days":1}"#,
    ])
    func whatIsJustAllowedIs(text: String) throws {
        let rules = try BookingRules(json: text.utf8)
        #expect(try BookingRules(json: rules.json) == rules)
    }

    @Test func everythingThatIsWrongIsSaid() {
        let error = #expect(throws: UnusableRules.self) {
            try BookingRules(
                json: #"{"length_minutes":0,"horizon_days":0,"step_minutes":0,"reminders_hours":[0]}"#.utf8)
        }
        #expect(error?.reasons.count == 4)
    }
}
