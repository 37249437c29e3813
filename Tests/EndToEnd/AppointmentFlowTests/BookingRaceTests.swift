import Contracts
import Deadlines
import Foundation
import Postgres
import TestSupport
import Testing

/// Many at once, with processes killed and Google failing. `KILL_APPOINTMENTS=2000` makes it a long test.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct BookingRaceTests {
    private static let commands = ProcessInfo.processInfo.environment["KILL_APPOINTMENTS"].flatMap(Int.init) ?? 200

    @Test func oneOfFiftyGetsTheSlot() async throws {
        try await Booking.run(Booking.options(replicas: 5)) { booking in
            try await booking.system.pool.simpleQuery(Self.leads(50))
            let leads = try await booking.texts("SELECT id::text FROM leads WHERE source = 'race'")
            let replies = try await withThrowingTaskGroup(of: AppointmentReply.self) { group in
                for lead in leads.compactMap(LeadID.init) {
                    group.addTask { try await booking.book(Booking.tuesday(), lead: lead) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.count { $0.appointment != nil } == 1)
            let others = replies.filter { $0.appointment == nil }
            #expect(others.count == 49)
            #expect(others.allSatisfy { $0.problem == "taken" && !$0.alternatives.isEmpty })
            let stored = try await booking.texts("SELECT status FROM appointments")
            #expect(stored == ["scheduled"])
        }
    }

    /// Buffers and the day's limit are kept, too, which no constraint of the database knows.
    @Test func neighboursKeepTheirDistanceAndADayItsLimit() async throws {
        try await Booking.run(Booking.options(replicas: 3)) { booking in
            _ = try await booking.done(
                ConfigureBooking(rules: #"{"buffer_after_minutes": 15, "appointments_per_day": 4}"#))
            try await booking.system.pool.simpleQuery(Self.leads(40))
            let leads = try await booking.texts("SELECT id::text FROM leads WHERE source = 'race'").compactMap(
                LeadID.init)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for (index, lead) in leads.enumerated() {
                    let at = Booking.tuesday(-60 + index % 14 * 30)
                    group.addTask { _ = try await booking.book(at, lead: lead) }
                }
                for try await _ in group {}
            }
            let count = try await booking.texts("SELECT count(*)::text FROM appointments")
            #expect(count == ["4"])
            let close = try await booking.texts(
                """
                SELECT one.id::text FROM appointments one JOIN appointments other ON other.id <> one.id
                    AND other.scheduled_at >= one.scheduled_at AND other.scheduled_at < one.ends_at + interval '15 minutes'
                """)
            #expect(close.isEmpty)
        }
    }

    /// Appointments are made, moved and cancelled at random while two of three processes are killed again and again and Google
    /// fails in every way it has: at the end calendar and table say the same.
    @Test func calendarAndTableAgreeWhateverIsKilled() async throws {
        let seed = ProcessInfo.processInfo.environment["KILL_SEED"].flatMap(UInt64.init) ?? .random(in: .min ... .max)
        print("appointment kill test: seed \(seed)")
        var options = Booking.options(replicas: 3)
        options.environment["calendar-sync"] = ["CALENDAR_POLL_SECONDS": "5"]
        try await Booking.run(options) { booking in
            try await booking.connect()
            _ = try await booking.done(
                ConfigureBooking(rules: #"{"appointments_per_day": 100, "length_minutes": 15, "step_minutes": 15}"#))
            try await booking.system.pool.simpleQuery(Self.leads(20))
            let leads = try await booking.texts("SELECT id::text FROM leads WHERE source = 'race'").compactMap(
                LeadID.init)
            try await booking.faults(Self.faults)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for worker in 0..<4 {
                    let own = seed &+ UInt64(worker)
                    group.addTask { try await Self.command(booking, leads, seed: own, count: Self.commands / 4) }
                }
                group.addTask { try await Self.kill(booking, seed: seed) }
                for try await _ in group {}
            }
            try await booking.faults(nil)
            try await Self.check(booking)
        }
    }

    private static func command(_ booking: Booking, _ leads: [LeadID], seed: UInt64, count: Int) async throws {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<count {
            let lead = leads[Int.random(in: 0..<leads.count, using: &generator)]
            let party = AppointmentParty(leadID: lead, agentID: TestAgency.anybody)
            let at = Booking.tuesday(
                -60 + Int.random(in: 0..<28, using: &generator) * 15, week: Int.random(in: 1...3, using: &generator))
            switch Int.random(in: 0..<10, using: &generator) {
            case 0..<5: try await repeating(booking, BookAppointment(party: party, at: at, source: .hand))
            case 5..<8: try await repeating(booking, RescheduleAppointment(appointmentID: nil, party: party, to: at))
            default: try await repeating(booking, CancelAppointment(appointmentID: nil, party: party))
            }
        }
    }

    /// Until it is answered, under the same id: whatever was killed meanwhile, it is done once.
    private static func repeating(_ booking: Booking, _ payload: some CommandPayload) async throws {
        let id = CommandID.new()
        let time = Date()
        while true {
            do {
                switch try await booking.ask(payload, id: id, time: time, patience: 5) {
                case .done, .refused: return
                case .failed: continue
                }
            } catch is DeadlineExceeded {
                continue
            }
        }
    }

    private static func kill(_ booking: Booking, seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed ^ 0xdead)
        for step in 1...6 {
            try await booking.until("(SELECT count(*) FROM commands) >= \(step * commands / 8)")
            try await reconnectIfBroken(booking)
            let victim = "calendar-sync#\(Int.random(in: 2...3, using: &generator))"
            await booking.system.kill(victim)
            try await booking.system.start(victim)
        }
        for replica in ["calendar-sync#2", "calendar-sync#3"] { try await booking.system.waitUntilReady(replica) }
    }

    /// Two refusals in a row end a connection, as they should. Its agent connects it again; what was to be written was kept.
    private static func reconnectIfBroken(_ booking: Booking) async throws {
        if try await booking.texts("SELECT status FROM calendar_connections") == ["broken"] {
            try await booking.connect()
        }
    }

    private static func check(_ booking: Booking) async throws {
        try await reconnectIfBroken(booking)
        // What waits for a later try after a failure is tried now.
        let isWaiting = "EXISTS (SELECT FROM calendar_links WHERE due_at < 'infinity')"
        while try await booking.texts("SELECT (\(isWaiting))::text") == ["true"] {
            try await booking.system.pool.simpleQuery(
                "UPDATE calendar_links SET due_at = now() WHERE due_at < 'infinity' AND problem IS NOT NULL")
            _ = try await booking.texts("SELECT pg_sleep(0.1)::text")
        }
        let table = try await booking.texts(
            """
            SELECT replace(id::text, '-', '') || ' ' || extract(epoch FROM scheduled_at)::int8 FROM appointments
            WHERE status = 'scheduled' ORDER BY 1
            """)
        let events = try await booking.confirmed()
        let calendar = events.map { "\($0.id) \(Int($0.at?.timeIntervalSince1970 ?? 0))" }.sorted()
        #expect(calendar == table)
        #expect(!table.isEmpty)
        let statuses = try await booking.texts("SELECT status FROM calendar_connections")
        #expect(statuses == ["connected"])
    }

    private static let faults = """
        [{"provider":"google","kind":"500","probability":0.05}, {"provider":"google","kind":"429","probability":0.03},
        {"provider":"google","kind":"rate_limit_403","probability":0.03},
        {"provider":"google","kind":"dropped_after_processing","probability":0.05},
        {"provider":"google","kind":"dropped_before_processing","probability":0.05},
        {"provider":"google","kind":"sync_gone","probability":0.02}, {"provider":"google","kind":"freebusy_error","probability":0.05},
        {"provider":"google","kind":"unauthorized","probability":0.02}, {"provider":"google","kind":"html_error","probability":0.02}]
        """

    private static func leads(_ count: Int) -> String {
        """
        INSERT INTO leads (id, agency_id, name, phone, country, source)
            SELECT gen_random_uuid(), '\(TestAgency.id)', 'Lead ' || number, '+1406' || (5000000 + number)::text, 'US', 'race'
            FROM generate_series(1, \(count)) AS number;
        """
    }
}
