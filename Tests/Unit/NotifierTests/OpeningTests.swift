import Contracts
import Foundation
import TestSupport
import Testing

@testable import Notifier

/// When what can wait may be sent, for whoever it is.
@Suite struct OpeningTests {
    private static let quiet = #"{"quiet_hours":{"from":"22:00","to":"06:00"}}"#

    static func opening(
        _ role: NotificationPreferences.Role, _ now: String, in zone: String = "Europe/Berlin", own: String = "{}",
        agency: String = "{}"
    ) throws -> Date? {
        try NotificationPreferencesTests.preferences(role, own: own, agency: agency)
            .opening(now: NotificationPreferencesTests.date(now), zone: NotificationPreferencesTests.zone(zone))
    }

    /// By the clock where they are: from nine in the evening until eight.
    @Test(
        arguments: [
            ("2026-08-20T18:59:59Z", nil), ("2026-08-20T19:00:00Z", "2026-08-21T06:00:00Z"),
            ("2026-08-21T05:59:59Z", "2026-08-21T06:00:00Z"), ("2026-08-21T06:00:00Z", nil),
            // The nights in which the clock is changed.
            ("2026-03-28T23:00:00Z", "2026-03-29T06:00:00Z"), ("2026-10-24T23:00:00Z", "2026-10-25T07:00:00Z"),
        ] as [(String, String?)])
    func leadsAreLeftTheirNight(now: String, opening: String?) throws {
        let expected = try opening.map { try NotificationPreferencesTests.date($0) }
        #expect(try Self.opening(.lead, now) == expected)
        // The team's hours are not theirs.
        #expect(try Self.opening(.lead, now, agency: Self.quiet) == expected)
        #expect(try Self.opening(.lead, now, agency: #"{"send_windows":{"mon":["09:00-10:00"]}}"#) == expected)
    }

    @Test func itIsTheirOwnNight() throws {
        #expect(try Self.opening(.lead, "2026-08-20T19:00:00Z", in: "America/New_York") == nil)
        let morning = try NotificationPreferencesTests.date("2026-08-21T12:00:00Z")
        #expect(try Self.opening(.lead, "2026-08-21T03:00:00Z", in: "America/New_York") == morning)
    }

    @Test func theTeamKeepsToItsHours() throws {
        let now = "2026-08-20T21:00:00Z"
        let morning = try NotificationPreferencesTests.date("2026-08-21T04:00:00Z")
        for role in [NotificationPreferences.Role.agent, .owner] {
            #expect(try Self.opening(role, now) == nil)
            #expect(try Self.opening(role, now, agency: Self.quiet) == morning)
            #expect(try Self.opening(role, now, own: #"{"quiet_hours":null}"#, agency: Self.quiet) == nil)
        }
        let monday = try NotificationPreferencesTests.date("2026-08-24T07:00:00Z")
        #expect(try Self.opening(.agent, now, own: #"{"send_windows":{"mon":["09:00-10:00"]}}"#) == monday)
    }

    /// What a plan puts off is put off until then, and nothing else is.
    @Test func aPlanWaitsForIt() throws {
        var random = SeededGenerator.random()
        let preferences = try NotificationPreferencesTests.preferences(agency: Self.quiet)
        for _ in 0..<200 {
            let now = Date(timeIntervalSince1970: Double.random(in: 1_780_000_000...1_840_000_000, using: &random))
            let delivery = preferences.decide("call.missed", urgency: .normal, now: now, zone: .gmt)
            let opening = preferences.opening(now: now, zone: .gmt)
            #expect(delivery.notBefore == opening, "\(now) seed \(random.seed)")
        }
    }

    @Test func urgentPassesUnlessSomebodySaysOtherwise() throws {
        func passes(_ role: NotificationPreferences.Role, own: String = "{}", agency: String = "{}") throws -> Bool {
            try NotificationPreferencesTests.preferences(role, own: own, agency: agency).passesWhenUrgent
        }
        let (yes, no) = (#"{"urgent_passes":true}"#, #"{"urgent_passes":false}"#)
        #expect(try passes(.agent) && passes(.owner) && passes(.lead))
        #expect(try !passes(.agent, agency: no) && !passes(.owner, own: no) && passes(.agent, own: yes, agency: no))
        // Leads have said nothing, and the team's rest is not theirs.
        #expect(try passes(.lead, own: no, agency: no))
    }
}
