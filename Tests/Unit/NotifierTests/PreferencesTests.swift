import CivilTime
import Contracts
import Foundation
import RulesJSON
import TestSupport
import Testing

@testable import Notifier

@Suite struct PreferencesDocumentTests {
    static func read(_ text: String) throws -> PreferencesDocument { try PreferencesDocument(json: text.utf8) }

    @Test func nothingSaysNothing() throws {
        #expect(try Self.read("{}") == PreferencesDocument())
        #expect(try Self.read(#"{"version":1,"grid":{}}"#) == PreferencesDocument())
    }

    @Test func whatIsWrittenIsReadAgain() throws {
        let document = try Self.read(
            """
            {"version":1,"grid":{"call.completed":{"email":true,"whatsapp":false,"sms":"fallback"}},
            "quiet_hours":{"from":"21:30","to":"0:00"},"send_windows":{"mon":["08:00-12:00","13:00-24:00"],"sun":[]},
            "urgent_passes":false,"digest":true}
            """)
        #expect(document.grid == ["call.completed": [.email: .on, .whatsapp: .off, .sms: .fallback]])
        #expect(document.quietHours == .value(try #require(QuietHours(from: "21:30", to: "24:00"))))
        #expect(document.sendWindows.value?.windows(on: .monday).map(\.text) == ["08:00-12:00", "13:00-24:00"])
        #expect(document.urgentPasses == false && document.digest == true)
        #expect(try PreferencesDocument(json: document.json) == document)
        let nothing = try Self.read(#"{"quiet_hours":null,"send_windows":null}"#)
        #expect(nothing.quietHours == .none && nothing.sendWindows == .none)
        #expect(try PreferencesDocument(json: nothing.json) == nothing)
    }

    @Test(arguments: [
        ("nonsense", "not JSON"), ("[]", "must be an object"), (#"{"colour":1}"#, "there is no \"colour\""),
        (#"{"version":2}"#, "version must be 1"), (#"{"version":"1"}"#, "version must be 1"),
        (#"{"grid":[]}"#, "grid must be an object"), (#"{"grid":{"call.lost":{}}}"#, "there is no \"call.lost\""),
        (#"{"grid":{"call.missed":true}}"#, "grid.call.missed must be an object"),
        (#"{"grid":{"call.missed":{"fax":true}}}"#, "grid.call.missed: there is no \"fax\""),
        (#"{"grid":{"call.missed":{"sms":"yes"}}}"#, "grid.call.missed.sms must be true, false or \"fallback\""),
        (#"{"grid":{"call.missed":{"sms":null}}}"#, "grid.call.missed.sms must be"),
        (#"{"grid":{"call.missed":{},"call.missed":{}}}"#, "call.missed is there twice"),
        (#"{"quiet_hours":true}"#, "quiet_hours must be an object"),
        (#"{"quiet_hours":{"from":"21:00"}}"#, "must have from and to"),
        (#"{"quiet_hours":{"from":"21:00","to":"07:00","on":1}}"#, "quiet_hours: there is no \"on\""),
        (#"{"quiet_hours":{"from":"9pm","to":"07:00"}}"#, "no part of a day"),
        (#"{"quiet_hours":{"from":"07:00","to":"07:00"}}"#, "no part of a day"),
        (#"{"quiet_hours":{"from":"00:00","to":"24:00"}}"#, "no part of a day"),
        (#"{"quiet_hours":{"from":"24:00","to":"07:00"}}"#, "no part of a day"),
        (#"{"quiet_hours":{"from":"21:60","to":"07:00"}}"#, "no part of a day"),
        (#"{"quiet_hours":{"from":"21:00-22:00","to":"07:00"}}"#, "no part of a day"),
        (#"{"send_windows":{}}"#, "send_windows: no window ever opens"),
        (#"{"send_windows":{"mon":[]}}"#, "no window ever opens"),
        (#"{"send_windows":{"mon":["20:00-09:00"]}}"#, "\"20:00-09:00\" is no window"),
        (#"{"send_windows":{"mon":[5]}}"#, "an entry is no window"),
        (#"{"send_windows":{"mon":"09:00-10:00"}}"#, "send_windows.mon must be a list"),
        (#"{"send_windows":{"monday":[]}}"#, "there is no \"monday\""),
        (#"{"urgent_passes":1}"#, "urgent_passes must be true or false"),
        (#"{"digest":null}"#, "digest must be true or false"),
        (
            #"{"quiet_hours":{"from":"08:00","to":"12:30"},"send_windows":{"mon":["09:00-12:00"]}}"#,
            "leave nothing of send_windows"
        ),
    ])
    func whatCannotWorkIsRefusedWithTheReason(text: String, reason: String) {
        let error = #expect(throws: UnusableRules.self) { try Self.read(text) }
        #expect(error?.description.contains(reason) == true, "\(error?.description ?? "")")
    }

    @Test func everythingThatIsWrongIsSaid() {
        let error = #expect(throws: UnusableRules.self) {
            try Self.read(
                #"{"version":0,"x":1,"grid":{"a":{}},"quiet_hours":{},"send_windows":{"mon":["x"]},"digest":"no"}"#)
        }
        #expect(error?.reasons.count == 6, "\(error?.reasons ?? [])")
    }

    /// One setting that has become unusable does not take the others with it.
    @Test func whatIsStoredIsReadAsFarAsItGoes() {
        let text =
            """
            {"quiet_hours":{"from":"x","to":"y"},"send_windows":{},"digest":false,"new":1,
            "grid":{"call.missed":{"sms":true,"email":7}}}
            """
        let document = PreferencesDocument(stored: text.utf8)
        #expect(document == PreferencesDocument(grid: ["call.missed": [.sms: .on]], digest: false))
        #expect(PreferencesDocument(stored: "nonsense".utf8) == PreferencesDocument())
    }

    @Test func eachKeyIsOverTheAgencys() throws {
        let agency = try Self.read(
            """
            {"grid":{"call.missed":{"sms":true,"email":false},"call.assigned":{"sms":true}},
            "quiet_hours":{"from":"20:00","to":"08:00"},"urgent_passes":false,"digest":false}
            """)
        let own = try Self.read(#"{"grid":{"call.missed":{"email":true}},"quiet_hours":null,"digest":true}"#)
        let both = own.over(agency)
        #expect(both.grid == ["call.missed": [.sms: .on, .email: .on], "call.assigned": [.sms: .on]])
        #expect(both.quietHours == .none && both.sendWindows == .inherited)
        #expect(both.urgentPasses == false && both.digest == true)
        #expect(PreferencesDocument().over(agency) == agency && own.over(PreferencesDocument()) == own)
    }
}

@Suite struct NotificationPreferencesTests {
    typealias Delivery = NotificationPreferences.Delivery

    static let noon = Date(timeIntervalSince1970: 1_787_220_000)

    static func preferences(
        _ role: NotificationPreferences.Role = .agent, own: String = "{}", agency: String = "{}"
    ) throws -> NotificationPreferences {
        NotificationPreferences(
            role, own: try PreferencesDocument(json: own.utf8), agency: try PreferencesDocument(json: agency.utf8))
    }

    static func zone(_ name: String) throws -> TimeZone { try #require(TimeZone(identifier: name)) }

    static func date(_ text: String) throws -> Date { try Date(text, strategy: .iso8601) }

    @Test func whatIsUsual() throws {
        let quick: Set = [
            "call.completed", "call.assigned", "appointment.booked", "appointment.moved", "appointment.cancelled",
            "appointment.reminder", "followup.overdue",
        ]
        #expect(NotificationKind.all.count == 13 && quick.isSubset(of: NotificationKind.all))
        for kind in NotificationKind.all {
            let agent = try Self.preferences().decide(kind, urgency: .normal, now: Self.noon, zone: .gmt)
            #expect(agent == Delivery(channels: quick.contains(kind) ? [.whatsapp, .email] : [.email], fallbacks: []))
            let numberless = try Self.preferences()
                .decide(kind, urgency: .normal, now: Self.noon, zone: .gmt, reachable: [.email])
            #expect(numberless.channels == [.email])
            let owner = try Self.preferences(.owner).decide(kind, urgency: .normal, now: Self.noon, zone: .gmt)
            #expect(owner == Delivery(channels: [.email], fallbacks: []))
        }
    }

    @Test func fallbacksAreKeptApart() throws {
        let own = #"{"grid":{"call.completed":{"email":"fallback","sms":"fallback"},"call.missed":{"sms":true}}}"#
        let preferences = try Self.preferences(own: own)
        func decide(_ kind: String, _ reachable: Set<NotificationChannel>) -> Delivery {
            preferences.decide(kind, urgency: .normal, now: Self.noon, zone: .gmt, reachable: reachable)
        }
        #expect(
            decide("call.completed", [.email, .sms, .whatsapp])
                == Delivery(channels: [.whatsapp], fallbacks: [.sms, .email]))
        // Without an address the first of the others takes its place.
        #expect(decide("call.completed", [.email, .sms]) == Delivery(channels: [.sms], fallbacks: [.email]))
        #expect(decide("call.completed", [.email]) == Delivery(channels: [.email], fallbacks: []))
        #expect(decide("call.missed", [.email, .sms]).channels == [.sms, .email])
        let nobody = decide("call.completed", [])
        #expect(nobody.channels.isEmpty && nobody.reason?.contains("no address") == true)
    }

    @Test func aKindCanBeExcluded() throws {
        let own =
            """
            {"grid":{"call.missed":{"email":false},
            "call.completed":{"email":false,"whatsapp":false,"sms":"fallback"}}}
            """
        let preferences = try Self.preferences(own: own)
        #expect(preferences.excludes("call.missed") && !preferences.excludes("call.completed"))
        let delivery = preferences.decide("call.missed", urgency: .urgent, now: Self.noon, zone: .gmt)
        #expect(delivery.channels.isEmpty && delivery.reason == "call.missed is not wanted on any channel")
        #expect(!(try Self.preferences().excludes("call.missed")))
    }

    @Test func theDigestIsAskedForOrNot() throws {
        #expect(try !Self.preferences().excludes("digest.daily"))
        let without = try Self.preferences(own: #"{"digest":false,"grid":{"digest.daily":{"sms":true}}}"#)
        #expect(without.excludes("digest.daily") && !without.excludes("call.missed"))
    }

    @Test(
        arguments: [
            // Over midnight, at both edges, in Berlin's summer.
            ("2026-08-20T18:59:59Z", nil), ("2026-08-20T19:00:00Z", "2026-08-21T05:00:00Z"),
            ("2026-08-21T03:12:34Z", "2026-08-21T05:00:00Z"), ("2026-08-21T05:00:00Z", nil),
            // The night in which an hour is left out, and the one in which it comes twice.
            ("2026-03-28T20:00:00Z", "2026-03-29T05:00:00Z"), ("2026-10-24T19:00:00Z", "2026-10-25T06:00:00Z"),
        ] as [(String, String?)])
    func quietHoursDefer(now: String, notBefore: String?) throws {
        let preferences = try Self.preferences(own: #"{"quiet_hours":{"from":"21:00","to":"07:00"}}"#)
        let (moment, zone) = (try Self.date(now), try Self.zone("Europe/Berlin"))
        let delivery = preferences.decide("call.missed", urgency: .normal, now: moment, zone: zone)
        #expect(delivery.channels == [.email])
        #expect(delivery.notBefore == (try notBefore.map { try Self.date($0) }))
        #expect(delivery.reason == notBefore.map { _ in "waits until quiet hours are over" })
        let urgent = preferences.decide("call.missed", urgency: .urgent, now: moment, zone: zone)
        #expect(urgent.notBefore == nil && urgent.reason == nil)
    }

    /// All of a day but one minute.
    @Test func quietHoursCanLeaveAMinute() throws {
        let preferences = try Self.preferences(own: #"{"quiet_hours":{"from":"07:01","to":"07:00"}}"#)
        func notBefore(_ now: String) throws -> Date? {
            preferences.decide("call.missed", urgency: .normal, now: try Self.date(now), zone: .gmt).notBefore
        }
        #expect(try notBefore("2026-08-20T07:00:59Z") == nil)
        #expect(try notBefore("2026-08-20T07:01:00Z") == Self.date("2026-08-21T07:00:00Z"))
        #expect(try notBefore("2026-08-20T06:59:59Z") == Self.date("2026-08-20T07:00:00Z"))
    }

    @Test func urgentWaitsToo() throws {
        let own = #"{"quiet_hours":{"from":"21:00","to":"07:00"},"urgent_passes":false}"#
        let delivery = try Self.preferences(own: own).decide(
            "calendar.broken", urgency: .urgent, now: Self.date("2026-08-20T22:00:00Z"), zone: .gmt)
        #expect(delivery.notBefore == (try Self.date("2026-08-21T07:00:00Z")))
    }

    @Test func windowsAndQuietHoursCountTogether() throws {
        let preferences = try Self.preferences(
            own: #"{"quiet_hours":{"from":"18:00","to":"10:00"}}"#,
            agency: #"{"send_windows":{"mon":["08:00-20:00"],"thu":["08:00-20:00"]}}"#)
        let zone = try Self.zone("America/New_York")
        // A Thursday evening, by the clock there: on Monday at ten.
        let evening = preferences.decide(
            "call.missed", urgency: .normal, now: try Self.date("2026-08-20T22:00:00Z"), zone: zone)
        #expect(evening.notBefore == (try Self.date("2026-08-24T14:00:00Z")))
        let sunday = preferences.decide(
            "call.missed", urgency: .normal, now: try Self.date("2026-08-23T16:00:00Z"), zone: zone)
        #expect(sunday.notBefore == evening.notBefore && sunday.reason == "waits for the next window to send in")
    }

    /// Deferred for ever would be dropped.
    @Test func whatNeverOpensIsSentOutsideQuietHours() throws {
        let preferences = try Self.preferences(
            own: #"{"quiet_hours":{"from":"07:00","to":"21:00"}}"#, agency: #"{"send_windows":{"mon":["08:00-20:00"]}}"#
        )
        #expect(preferences.problems.count == 1)
        let day = preferences.decide(
            "call.missed", urgency: .normal, now: try Self.date("2026-08-24T10:00:00Z"), zone: .gmt)
        #expect(day.notBefore == (try Self.date("2026-08-24T21:00:00Z")) && day.reason?.contains("no window") == true)
        let night = preferences.decide(
            "call.missed", urgency: .normal, now: try Self.date("2026-08-24T22:00:00Z"), zone: .gmt)
        #expect(night.notBefore == nil)
    }
}

/// Against a clock that is not ours, minute by minute, in zones with half hours and around both changes.
@Suite struct QuietHoursPropertyTests {
    static let zones = [
        "Europe/Berlin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Pacific/Auckland",
        "Asia/Kathmandu", "America/Santiago", "Africa/Cairo", "Pacific/Honolulu", "Atlantic/Azores",
    ]

    @Test(arguments: zones) func theWaitIsAsLongAsTheQuiet(name: String) throws {
        let zone = try #require(TimeZone(identifier: name))
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        var generator = SeededGenerator.random()
        for _ in 0..<60 {
            let (from, to) = Self.hours(&generator)
            let document = try PreferencesDocument(json: #"{"quiet_hours":{"from":"\#(from)","to":"\#(to)"}}"#.utf8)
            let now = Self.moment(near: zone, &generator)
            let delivery = NotificationPreferences(.agent, own: document)
                .decide("call.missed", urgency: .normal, now: now, zone: zone)
            let note: Comment = "\(name) \(from)-\(to) \(now.timeIntervalSince1970) seed \(generator.seed)"
            func isQuiet(_ date: Date) -> Bool {
                let time = calendar.dateComponents([.hour, .minute], from: date)
                let clock = Self.text((time.hour ?? 0) * 60 + (time.minute ?? 0))
                return from < to ? from <= clock && clock < to : clock >= from || clock < to
            }
            #expect(isQuiet(now) == (delivery.notBefore != nil), note)
            guard let end = delivery.notBefore else { continue }
            #expect(!isQuiet(end), note)
            // Every minute in between is quiet, and the last one just before the end.
            for minute in stride(from: now.timeIntervalSince1970, to: end.timeIntervalSince1970, by: 60) {
                #expect(isQuiet(Date(timeIntervalSince1970: minute)), note)
            }
            #expect(isQuiet(end.addingTimeInterval(-0.01)), note)
        }
    }

    private static func text(_ minute: Int) -> String {
        func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "\(padded(minute / 60)):\(padded(minute % 60))"
    }

    /// Often with edges in the small hours, which are left out or come twice.
    private static func hours(_ generator: inout SeededGenerator) -> (String, String) {
        let isSmall = Bool.random(using: &generator)
        let from = Int.random(in: isSmall ? 0...240 : 0...1439, using: &generator)
        let to = (from + Int.random(in: 1...(isSmall ? 240 : 1438), using: &generator)) % 1440
        return (text(from), text(to))
    }

    /// Within a day of a change of the offset, where there is one.
    private static func moment(near zone: TimeZone, _ generator: inout SeededGenerator) -> Date {
        let start = Date(
            timeIntervalSince1970: Double(Int.random(in: 1_750_000_000...1_900_000_000, using: &generator)))
        let change = zone.nextDaylightSavingTimeTransition(after: start) ?? start
        return change.addingTimeInterval(Double(Int.random(in: -86_400...43_200, using: &generator)))
    }
}
