import Calling
import CivilTime
import Contracts
import Foundation
import RulesJSON
import Testing

@testable import Dashboard

/// What a browser sends of a form that shows these rules: every field, and only the boxes that are ticked.
private func sent(_ form: CallingForm, _ changes: [String: String?] = [:]) -> Form {
    var fields: [String: String] = [
        "holidays": form.holidays, "calls_per_lead": form.callsPerLead, "calls_per_day": form.callsPerDay,
        "consent": form.consent, "retries.jitter_seconds": form.jitter,
    ]
    if form.callsNewLeads { fields["call_new_leads"] = "on" }
    for (outcome, steps) in form.steps {
        fields["retries.\(outcome.rawValue).max_retries"] = steps.retries
        fields["retries.\(outcome.rawValue).delays_seconds"] = steps.delays
    }
    for (day, typed) in form.hours.days where typed.isOn {
        fields["hours-\(day.name)"] = "on"
        for (index, window) in typed.windows.enumerated() {
            fields["hours-\(day.name)-\(index)-from"] = window.from
            fields["hours-\(day.name)-\(index)-to"] = window.to
        }
    }
    for (name, value) in changes { fields[name] = value }
    return Form(fields.map { ($0.key, $0.value) })
}

private let english = Words(language: .english)

@Suite struct CallingFormTests {
    private static let stored = """
        {"hours": {"mon": ["09:00-13:00", "14:00-24:00"], "sat": ["10:00-12:00"]}, "holidays": ["2026-12-25"],
        "calls_per_lead": 20, "calls_per_day": 4, "consent": "always", "call_new_leads": false,
        "retries": {"jitter_seconds": 0, "no_answer": {"delays_seconds": [10, 5400], "max_retries": 2},
        "busy": {"delays_seconds": [], "max_retries": 0}}}
        """

    @Test func rulesThatAreSavedUnchangedStayTheSame() throws {
        let shown = CallingForm(stored: Self.stored)
        var check = FormCheck(words: english)
        let command = try #require(try CallingForm(sent(shown)).command(&check))
        #expect(check.isFine)
        // What was left out stands in the form as it is usual, and is written down from then on.
        var again = FormCheck(words: english)
        let second = try CallingForm(stored: command.rules).command(&again)
        #expect(second == command)
        let rules = try JSONSerialization.jsonObject(with: Data(command.rules.utf8)) as? [String: Any]
        let hours = try #require(rules?["hours"] as? [String: [String]])
        #expect(hours == ["mon": ["09:00-13:00", "14:00-24:00"], "sat": ["10:00-12:00"]])
        #expect(rules?["holidays"] as? [String] == ["2026-12-25"])
        #expect(rules?["calls_per_lead"] as? Int == 20)
        #expect(rules?["consent"] as? String == "always")
        #expect(rules?["call_new_leads"] as? Bool == false)
    }

    @Test(arguments: ["nonsense", "[]", #"{"calls_per_lead": 0}"#, #"{"colour": "red"}"#])
    func ofRulesThatCannotBeReadThePageSaysSoAndShowsTheUsual(_ stored: String) {
        #expect(CallingForm.whyUnusable(stored: stored)?.reasons.isEmpty == false)
        #expect(CallingForm(stored: stored).callsPerLead == "8")
        let notice = SamplePage.frame().unusableRules.text
        #expect(notice.contains("cannot be read") && notice.contains("Saving it replaces what is stored"))
    }

    @Test func whatIsLeftOutIsAsUsual() {
        #expect(CallingForm.whyUnusable(stored: "{}") == nil && CallingForm.whyUnusable(stored: Self.stored) == nil)
        #expect(CallingForm(stored: "{}").hours.days.values.allSatisfy { $0.isOn })
    }

    @Test(arguments: [
        ("calls_per_lead", "0"), ("calls_per_lead", "many"), ("calls_per_day", "21"), ("holidays", "Christmas"),
        ("consent", "never"), ("retries.no_answer.max_retries", "11"), ("retries.busy.delays_seconds", "soon"),
        ("retries.busy.delays_seconds", ""), ("retries.failed.delays_seconds", "31 d"),
        ("retries.jitter_seconds", "2 d"),
    ])
    func whatIsWrongStandsBesideItsField(_ field: String, _ value: String) throws {
        let shown = CallingForm(stored: "{}")
        var check = FormCheck(words: english)
        #expect(try CallingForm(sent(shown, [field: value])).command(&check) == nil)
        #expect(check.problem(of: field) != nil)
        #expect(check.problems.count == 1)
    }

    @Test func aDayThatIsTickedNeedsTimesInOrder() throws {
        let shown = CallingForm(stored: "{}")
        for change in [
            ["hours-mon-0-from": "20:00", "hours-mon-0-to": "09:00"],
            ["hours-mon-0-from": nil, "hours-mon-0-to": nil],
        ] as [[String: String?]] {
            var check = FormCheck(words: english)
            let form = CallingForm(sent(shown, change))
            #expect(try form.command(&check) == nil)
            #expect(check.problem(of: "hours") != nil)
            let fields = form.fields(FieldView(frame: SamplePage.frame(), check: check)).text
            #expect(fields.contains(#"id="hours-mon-error""#) && !fields.contains(#"id="hours-tue-error""#))
        }
    }

    @Test func hoursThatNeverOpenAreRefused() throws {
        let shown = CallingForm(stored: "{}")
        let closed = Dictionary(
            uniqueKeysWithValues: shown.hours.days.keys.map { ("hours-\($0.name)", String?.none) })
        var check = FormCheck(words: english)
        #expect(try CallingForm(sent(shown, closed)).command(&check) == nil)
        #expect(check.problem(of: "hours") != nil)
    }

    @Test func whatWasTypedStays() {
        let typed = CallingForm(sent(CallingForm(stored: "{}"), ["calls_per_lead": "<b>lots</b>"]))
        #expect(typed.callsPerLead == "<b>lots</b>")
    }
}

@Suite struct BookingRulesFormTests {
    private static let fields = [
        "length_minutes": "45", "step_minutes": "15", "buffer_before_minutes": "0", "buffer_after_minutes": "10",
        "minimum_notice_minutes": "60", "horizon_days": "30", "appointments_per_day": "6", "reminders_hours": "24, 2",
        "confirm_with": "require_calendar", "invite_lead": "on",
    ]

    private func form(_ changes: [String: String] = [:]) -> BookingRulesForm {
        BookingRulesForm(Form(Self.fields.merging(changes) { $1 }.map { ($0.key, $0.value) }))
    }

    @Test func whatIsTypedBecomesRulesAndBack() throws {
        var check = FormCheck(words: english)
        let command = try #require(try form().command(&check))
        let shown = BookingRulesForm(stored: command.rules)
        #expect(shown.numbers["length_minutes"] == "45")
        #expect(shown.numbers["step_minutes"] == "15")
        #expect(shown.reminders == "24, 2")
        #expect(shown.confirmation == "require_calendar")
        #expect(shown.invitesLead)
        #expect(!shown.addsConference)
    }

    @Test(arguments: [
        ("length_minutes", "4"), ("step_minutes", "7"), ("horizon_days", ""), ("reminders_hours", "tomorrow"),
        ("reminders_hours", "24, 24"), ("reminders_hours", "0"), ("confirm_with", "maybe"),
    ])
    func whatIsWrongStandsBesideItsField(_ field: String, _ value: String) throws {
        var check = FormCheck(words: english)
        #expect(try form([field: value]).command(&check) == nil)
        #expect(check.problem(of: field) != nil)
    }

    @Test func rulesThatCannotBeReadAreToldFromThoseThatCan() {
        #expect(BookingRulesForm.whyUnusable(stored: "{}") == nil)
        #expect(BookingRulesForm.whyUnusable(stored: #"{"length_minutes": "long"}"#) != nil)
    }

    @Test func noRemindersAreFine() throws {
        var check = FormCheck(words: english)
        #expect(try form(["reminders_hours": ""]).command(&check) != nil)
    }

    @Test func noticeBeyondTheHorizonIsSaidBesideTheNotice() throws {
        var check = FormCheck(words: english)
        #expect(try form(["minimum_notice_minutes": "43200", "horizon_days": "1"]).command(&check) == nil)
        #expect(check.problem(of: "minimum_notice_minutes") != nil)
    }

    @Test func aRulesOwnWordsAreMarkedAndNameFieldsAsThePageDoes() throws {
        let spanish = Words(language: ConsoleLanguage(preferred: "es"))
        var check = FormCheck(words: spanish)
        #expect(try form(["minimum_notice_minutes": "43200", "horizon_days": "1"]).command(&check) == nil)
        let problem = try #require(check.problem(of: "minimum_notice_minutes"))
        #expect(problem.hasPrefix("Reaches beyond “\(spanish(.bookingHorizon))”"))
        #expect(!problem.contains("_"))
        let summary = check.summary.text
        #expect(summary.contains(#"\#(spanish(.bookingNotice)): <span lang="en">Reaches beyond"#))
        // What the form says by itself is in the page's language.
        var own = FormCheck(words: spanish)
        #expect(try form(["length_minutes": "4"]).command(&own) == nil)
        #expect(!own.summary.text.contains("lang=") && own.inEnglish.isEmpty)
    }
}

@Suite struct FollowUpFormTests {
    private func command(_ fields: [String: String]) throws -> (ConfigureFollowUp?, FormCheck) {
        var check = FormCheck(words: english)
        let command = try FollowUpForm(Form(fields.map { ($0.key, $0.value) })).command(&check)
        return (command, check)
    }

    @Test func whatIsNotDoneIsWrittenAsNull() throws {
        let (command, _) = try command(["remind_after_minutes": "10", "only_conversations": "on"])
        #expect(
            try #require(command).rules
                == #"{"count_working_hours":false,"escalate_after_minutes":null,"only_conversations":true,"reassign_after_minutes":null,"remind_after_minutes":10}"#
        )
    }

    @Test func whatIsLeftOutIsAsUsualAndNullIsNotDone() {
        let usual = FollowUpForm(stored: "{}")
        #expect((usual.remind, usual.escalate, usual.reassign) == ("15", "60", ""))
        #expect(usual.onlyConversations && usual.countsWorkingHours)
        #expect(FollowUpForm(stored: #"{"remind_after_minutes": null}"#).remind == "")
    }

    @Test(arguments: [
        "nonsense", #"{"remind_after_minutes": "soon"}"#, #"{"remind_after_minutes": 0}"#, #"{"colour": "red"}"#,
        #"{"remind_after_minutes": 60, "escalate_after_minutes": 30}"#,
    ])
    func rulesThatAssignmentDoesNotUseAreNotShown(_ stored: String) {
        #expect(FollowUpForm.whyUnusable(stored: stored) != nil)
        #expect(FollowUpForm(stored: stored).remind == "15")
    }

    @Test func rulesThatAreUsedAreFine() {
        for stored in ["{}", #"{"remind_after_minutes": null, "escalate_after_minutes": 5}"#] {
            #expect(FollowUpForm.whyUnusable(stored: stored) == nil)
        }
    }

    @Test func theOwnersAreToldAfterTheAgent() throws {
        let (command, check) = try command(["remind_after_minutes": "30", "escalate_after_minutes": "30"])
        #expect(command == nil)
        #expect(check.problem(of: "escalate_after_minutes") != nil)
    }
}

@Suite struct RecordingsFormTests {
    @Test func emptyMeansForGood() {
        var check = FormCheck(words: english)
        #expect(RecordingsForm(stored: #"{"retention_days": null}"#).days == "")
        #expect(RecordingsForm(stored: #"{"retention_days": 90}"#).days == "90")
        #expect(
            RecordingsForm(Form([("retention_days", " ")])).command(&check) == ConfigureRecordings(retentionDays: nil))
        #expect(
            RecordingsForm(Form([("retention_days", "90")])).command(&check) == ConfigureRecordings(retentionDays: 90))
        #expect(check.isFine)
        #expect(RecordingsForm(Form([("retention_days", "0")])).command(&check) == nil)
        #expect(check.problem(of: "retention_days") != nil)
    }
}

@Suite struct AgencyFormTests {
    private func form(_ changes: [String: String] = [:]) -> AgencyForm {
        let fields = [
            "name": "Nordlicht", "time_zone": "Europe/Berlin", "default_language": "pt-BR", "default_country": "DE",
        ]
        return AgencyForm(Form(fields.merging(changes) { $1 }.map { ($0.key, $0.value) }))
    }

    @Test func aSensibleOneIsTaken() {
        var check = FormCheck(words: english)
        #expect(form().read(&check)?.timeZone == "Europe/Berlin")
        #expect(check.isFine)
    }

    @Test(arguments: [
        ("name", ""), ("name", String(repeating: "x", count: 121)), ("time_zone", "EST"), ("time_zone", "Mars/Olympus"),
        ("default_language", "English"), ("default_language", ""), ("default_language", "e"),
        ("default_language", "en_GB"), ("default_country", "XX1"), ("default_country", "de"),
    ])
    func nonsenseIsNot(_ field: String, _ value: String) {
        var check = FormCheck(words: english)
        #expect(form([field: value]).read(&check) == nil)
        #expect(check.problem(of: field) != nil)
    }
}

@Suite struct PreferencesFormTests {
    private static let stored = """
        {"version": 1, "grid": {"call.completed": {"email": false, "sms": "fallback"}}, "leads":
        {"appointment.reminder": {"sms": true}}, "quiet_hours": {"from": "21:00", "to": "07:00"},
        "send_windows": {"mon": ["08:00-20:00"]}, "digest": false}
        """

    private static func read(_ json: String) throws -> NotificationPreferences {
        try NotificationPreferences(stored: json)
    }

    private func sent(_ form: PreferencesForm, _ changes: [String: String] = [:]) -> Form {
        var fields = [
            "quiet_from": form.quietFrom, "quiet_to": form.quietTo, "urgent_passes": form.urgentPasses,
            "digest": form.digest,
        ]
        for grid in [form.team, form.leads] {
            for (name, use) in grid.cells { fields[grid.prefix + name] = use }
        }
        return Form(fields.merging(changes) { $1 }.map { ($0.key, $0.value) })
    }

    @Test func preferencesThatAreSavedUnchangedStayTheSame() throws {
        let stored = try Self.read(Self.stored)
        let shown = PreferencesForm(stored)
        #expect(shown.hasWindows)
        #expect(
            shown.team.cells.filter { !$0.value.isEmpty }
                == ["call.completed/email": "off", "call.completed/sms": "fallback"])
        #expect(shown.leads.cells.filter { !$0.value.isEmpty } == ["appointment.reminder/sms": "on"])
        var check = FormCheck(words: english)
        let json = try #require(try PreferencesForm(sent(shown), over: stored).read(&check, over: stored)?.json)
        #expect(
            json == """
                {"digest":false,"grid":{"call.completed":{"email":false,"sms":"fallback"}},\
                "leads":{"appointment.reminder":{"sms":true}},"quiet_hours":{"from":"21:00","to":"07:00"},\
                "send_windows":{"mon":["08:00-20:00"]},"version":1}
                """)
    }

    @Test func whatIsAsUsualIsLeftOut() throws {
        var check = FormCheck(words: english)
        let nothing = NotificationPreferences()
        let form = PreferencesForm(sent(PreferencesForm(nothing)), over: nothing)
        #expect(try form.read(&check, over: nothing)?.json == #"{"version":1}"#)
    }

    @Test(arguments: [("21:00", ""), ("", "07:00"), ("21:00", "21:00"), ("late", "07:00")])
    func quietHoursNeedTwoTimes(_ from: String, _ to: String) {
        let nothing = NotificationPreferences()
        var check = FormCheck(words: english)
        let typed = sent(PreferencesForm(nothing), ["quiet_from": from, "quiet_to": to])
        #expect(PreferencesForm(typed, over: nothing).read(&check, over: nothing) == nil)
        #expect(check.problem(of: "quiet_from") != nil)
    }

    @Test func aUseThatIsNotOfferedIsRefused() {
        let nothing = NotificationPreferences()
        var check = FormCheck(words: english)
        let typed = sent(PreferencesForm(nothing), ["leads/appointment.booked/sms": "maybe"])
        #expect(PreferencesForm(typed, over: nothing).read(&check, over: nothing) == nil)
        #expect(check.problems.map(\.field) == ["leads"])
    }
}
