import Availability
import CivilTime
import Contracts
import Foundation
import Territories
import Testing
import Vault

@testable import CalendarSync

@Suite struct AppointmentLifeTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)

    private static func verdict(
        _ step: AppointmentLife.Step, _ status: Appointment.Status, now: Date = start - 3600
    ) -> AppointmentLife.Verdict {
        AppointmentLife.verdict(on: step, status: status, scheduledAt: start, now: now)
    }

    @Test func whatIsStillToComeCanBeMovedAndCancelled() {
        #expect(Self.verdict(.move(to: Self.start + 60), .scheduled) == .change(.scheduled))
        #expect(Self.verdict(.cancel, .scheduled) == .change(.cancelled))
    }

    @Test func doneOnceMoreIsNothingNew() {
        #expect(Self.verdict(.move(to: Self.start), .scheduled) == .asItIs)
        #expect(Self.verdict(.cancel, .cancelled) == .asItIs)
        #expect(Self.verdict(.complete, .completed, now: Self.start) == .asItIs)
        #expect(Self.verdict(.miss, .noShow, now: Self.start) == .asItIs)
    }

    @Test func whatIsOverIsNeitherMovedNorCancelled() {
        for status in [Appointment.Status.completed, .noShow] {
            for step in [AppointmentLife.Step.move(to: Self.start + 60), .cancel] {
                guard case .refused = Self.verdict(step, status) else {
                    Issue.record("\(step) of \(status)")
                    continue
                }
            }
        }
    }

    @Test func nothingTakesPlaceBeforeItBegins() {
        guard case .refused = Self.verdict(.complete, .scheduled, now: Self.start - 1) else {
            Issue.record("completed before it began")
            return
        }
        #expect(Self.verdict(.complete, .scheduled, now: Self.start) == .change(.completed))
        #expect(Self.verdict(.miss, .completed, now: Self.start) == .change(.noShow))
    }

    @Test func whatIsCancelledStaysCancelled() {
        for step in [AppointmentLife.Step.move(to: Self.start + 60), .complete, .miss] {
            guard case .refused = Self.verdict(step, .cancelled, now: Self.start + 60) else {
                Issue.record("\(step)")
                continue
            }
        }
    }
}

@Suite struct RosterTests {
    /// A Monday at eight.
    private static let now = Date(timeIntervalSince1970: 1_796_025_600)
    private static let rules = BookingRules.standard

    private static func agent(
        _ number: UInt8, _ territories: [String] = [], languages: [String] = [], load: Int = 0, busy: [Busy] = [],
        isOutOfSight: Bool = false
    ) -> RosterAgent {
        let id = AgentID(rawValue: UUID(uuid: (0, 0, 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0, 0, 0, 0, 0, number)))
        let schedule = AgentSchedule(zone: .gmt, hours: AgentHours.standard)
        return RosterAgent(
            id: id, name: "\(number)", territories: territories.compactMap { TerritoryPattern($0) },
            languages: languages, isOutOfSight: isOutOfSight, load: load,
            free: FreeTime(schedule: schedule, rules: rules, busy: busy))
    }

    private static func names(
        _ agents: [RosterAgent], wanted: AgentID? = nil, owner: AgentID? = nil, postcode: String? = nil,
        language: String = "en"
    ) -> [String] {
        Roster(agents, wanted: wanted, owner: owner, country: "DE", postcode: postcode, language: language).agents
            .map(\.name)
    }

    @Test func theLeadsOwnAgentComesBeforeAnyTerritory() {
        let agents = [Self.agent(1, ["DE 10115"]), Self.agent(2)]
        #expect(Self.names(agents, owner: agents[1].id, postcode: "10115") == ["2"])
    }

    @Test func theClosestTerritoryCounts() {
        let agents = [Self.agent(1, ["DE"]), Self.agent(2, ["DE 10*"]), Self.agent(3, ["FR"])]
        #expect(Self.names(agents, postcode: "10115") == ["2"])
        #expect(Self.names(agents, postcode: "80331") == ["1"])
    }

    @Test func whoSpeaksTheLanguageAndHasLeastToDoComesFirst() {
        let agents = [Self.agent(1, languages: ["de"]), Self.agent(2, load: 3), Self.agent(3, load: 1)]
        #expect(Self.names(agents) == ["3", "2"])
        // Nobody speaks it: then everybody may.
        #expect(Self.names([Self.agent(1, languages: ["de"])], language: "pt-BR") == ["1"])
    }

    @Test func aCalendarThatCannotBeSeenOffersNothing() {
        let agents = [Self.agent(1, isOutOfSight: true), Self.agent(2)]
        #expect(Self.names(agents, owner: agents[0].id) == ["2"])
        #expect(Self.names(agents, wanted: agents[0].id).isEmpty)
    }

    @Test func eachTimeIsOfferedOnceWithTheFirstWhoIsFree() {
        let eleven = Self.now + 3 * 3600
        let busy = [Busy(time: eleven..<eleven + 1800, kind: .appointment)]
        let roster = Roster(
            [Self.agent(1, busy: busy), Self.agent(2)], wanted: nil, owner: nil, country: nil, postcode: nil,
            language: "en")
        let slots = roster.slots(in: Self.now..<Self.now + 4 * 3600, near: nil, now: Self.now, limit: 10)
        #expect(Set(slots.map(\.start)).count == slots.count)
        #expect(slots.first { $0.start == eleven }?.agent.name == "2")
        #expect(roster.problem(at: eleven, now: Self.now) == nil)
    }
}

@Suite struct SecretsTests {
    private static func vault(_ ids: String...) throws -> TokenVault {
        let keys = ids.map { "\($0):\(Data(repeating: UInt8($0.utf8.first ?? 0), count: 32).base64EncodedString())" }
        return try #require(TokenVault(keys.joined(separator: ",")))
    }

    @Test func whatIsSealedIsReadWithItsKeyInItsPlaceOnly() throws {
        let sealed = try Self.vault("a").seal("secret", for: "row 1")
        #expect(try Self.vault("b", "a").open(sealed, for: "row 1") == "secret")
        #expect(throws: TokenVault.Unreadable.self) { try Self.vault("a").open(sealed, for: "row 2") }
        #expect(throws: TokenVault.Unreadable.self) { try Self.vault("b").open(sealed, for: "row 1") }
        var tampered = sealed
        tampered[tampered.count - 1] ^= 1
        #expect(throws: TokenVault.Unreadable.self) { try Self.vault("a").open(tampered, for: "row 1") }
        #expect(try !Self.vault("b", "a").isCurrent(sealed))
    }

    @Test(arguments: ["", "a", "a:", "a:AAAA", "a:!!!", ":" + Data(count: 32).base64EncodedString()])
    func keysThatAreNoneAreRefused(_ text: String) { #expect(TokenVault(text) == nil) }

    @Test func aLinkWorksForItsPurposeUntilItsTime() throws {
        let vault = try Self.vault("a")
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let link = SignedLink(
            purpose: .connect, agencyID: AgencyID(rawValue: UUID()), subject: UUID(), expiresAt: now + 60)
        let token = link.token(vault)
        #expect(SignedLink(token: token, purpose: .connect, vault, now: now) == link)
        #expect(SignedLink(token: token, purpose: .appointment, vault, now: now) == nil)
        #expect(SignedLink(token: token, purpose: .connect, vault, now: now + 61) == nil)
        #expect(SignedLink(token: token, purpose: .connect, try Self.vault("b"), now: now) == nil)
        let other = SignedLink(
            purpose: .connect, agencyID: link.agencyID, subject: UUID(), expiresAt: now + 60
        ).token(vault)
        // One's words with the other's signature.
        let mixed = "\(other.split(separator: ".")[0]).\(token.split(separator: ".")[1])"
        #expect(SignedLink(token: mixed, purpose: .connect, vault, now: now) == nil)
        #expect(SignedLink(token: "nonsense", purpose: .connect, vault, now: now) == nil)
    }
}

@Suite struct AgreedAppointmentTests {
    @Test(arguments: [
        #"{"structured_data": {"appointmentBooked": true, "appointmentTime": "2026-12-01T14:00:00+01:00"}}"#,
        #"{"structured_data": {"appointment": {"scheduled_at": "2026-12-01T13:00:00Z"}}}"#,
        #"{"structured_outputs": {"x1": {"name": "Booking", "result": {"appointment_time": "2026-12-01T13:00:00Z"}}}}"#,
    ])
    func theUsualPlacesAreKnown(_ json: String) {
        #expect(AgreedAppointment(json: json)?.at == Date(timeIntervalSince1970: 1_796_130_000))
    }

    @Test(arguments: [
        "{}", "nonsense",
        #"{"structured_data": {"appointmentBooked": false, "appointmentTime": "2026-12-01T13:00:00Z"}}"#,
        #"{"structured_data": {"topic": "appointment"}}"#,
    ])
    func whatWasNotAgreedOnIsNone(_ json: String) { #expect(AgreedAppointment(json: json) == nil) }

    /// It could be any of several moments: somebody has to ask.
    @Test func aTimeWithoutAZoneIsForAPerson() {
        let agreed = AgreedAppointment(json: #"{"structured_data": {"appointmentTime": "Tuesday at two"}}"#)
        #expect(agreed?.at == nil)
        #expect(agreed?.words == "Tuesday at two")
    }
}
