internal import CivilTime
internal import Contracts
internal import Crypto
internal import Deadlines
internal import Foundation
internal import Logging
internal import Messaging
internal import Postgres
internal import SpokenTime

/// Answers the tools with which an assistant makes appointments: each is a command to calendar-sync with a deadline.
///
/// A command's id is made of the call's and the tool call's, so that one that comes again is answered the same and done once.
struct BookingTools: Sendable {
    /// A caller hears silence meanwhile.
    static let patience: TimeInterval = 3
    private static let offered = 4

    let pool: PostgresPool
    let relay: OutboxRelay
    let commands: CommandClient
    let logger: Logger

    /// Who is on the line, and what was said about it.
    struct Line: Sendable {
        var vapiCallID: String
        var number: String?
        var resources: [String]
    }

    func answer(_ tool: BookingTool, _ call: ToolCall, _ line: Line) async -> Spoken {
        do {
            return try await withDeadline(.seconds(2 * Self.patience + 1)) { try await perform(tool, call, line) }
        } catch {
            logger.error("a booking tool could not be answered", error: error, metadata: ["tool": "\(tool)"])
            return .failed(BookingPhrases(language: "en").later)
        }
    }

    private func perform(_ tool: BookingTool, _ call: ToolCall, _ line: Line) async throws -> Spoken {
        let find = FindToolContext(vapiCallID: line.vapiCallID, number: line.number, resources: line.resources)
        guard let context = try await pool.execute(find).first else {
            return .failed(BookingPhrases(language: "en").later)
        }
        let arguments = BookingArguments(call.arguments)
        let wanted = arguments.timeZone.flatMap { TimeZone(identifier: $0) }
        let zone = wanted ?? context.timeZone
        let answers = BookingAnswers(language: context.language, zone: zone, now: context.now)
        if case .cutOff = call.arguments { return .failed(answers.phrases.repeatArguments) }
        guard let leadID = try await lead(context, arguments) else { return .failed(answers.phrases.later) }
        let wish = Wish(
            context: context, arguments: arguments, zone: zone, answers: answers,
            party: AppointmentParty(leadID: leadID, callID: context.callID),
            vapiCallID: line.vapiCallID, identity: "\(line.vapiCallID)/\(call.id)")
        do {
            switch tool {
            case .check: return .done(try await check(wish))
            case .book: return try await book(wish)
            case .reschedule: return try await reschedule(wish)
            case .cancel: return try await cancel(wish)
            }
        } catch is Unanswered {
            return .failed(answers.phrases.later)
        }
    }

    private struct Wish: Sendable {
        var context: ToolContext
        var arguments: BookingArguments
        var zone: TimeZone
        var answers: BookingAnswers
        var party: AppointmentParty
        var vapiCallID: String
        var identity: String

        var time: SpokenTime? {
            let reader = SpokenTimeReader(zone: zone, now: context.now, language: context.language)
            if let moment = arguments.moment, let read = reader.read(moment) { return read }
            return reader.read(date: arguments.date, time: arguments.time)
        }

        var saysWhen: Bool { arguments.moment != nil || arguments.date != nil || arguments.time != nil }
    }

    // MARK: Tools

    private func check(_ wish: Wish) async throws -> String {
        guard wish.saysWhen else { return wish.answers.first(try await first(wish)) }
        switch wish.time {
        case .moment(let date): return wish.answers.moment(date, try await near(date, wish))
        case .day(let date): return try await day(date, TimeWindow(0, 1440), wish)
        case .dayPart(let date, let window): return try await day(date, window, wish)
        case .time(let minute):
            let date = next(minute, wish)
            return wish.answers.moment(date, try await near(date, wish))
        case .impossible, nil: return wish.answers.notUnderstood(try await first(wish))
        }
    }

    private func book(_ wish: Wish) async throws -> Spoken {
        guard case .moment(let at)? = wish.time else { return .failed(try await askBack(wish)) }
        let command = BookAppointment(party: wish.party, at: at, notes: wish.arguments.notes, source: .call)
        return wish.answers.booked(try await send(command, wish, id: wish.identity))
    }

    private func reschedule(_ wish: Wish) async throws -> Spoken {
        guard case .moment(let to)? = wish.time else { return .failed(try await askBack(wish)) }
        let command = RescheduleAppointment(appointmentID: nil, party: wish.party, to: to, reason: wish.arguments.notes)
        do {
            return wish.answers.moved(try await send(command, wish, id: wish.identity))
        } catch is Refused {
            return .failed(wish.answers.phrases.noAppointment)
        }
    }

    private func cancel(_ wish: Wish) async throws -> Spoken {
        let (from, to) = span(wish)
        let command = CancelAppointment(
            appointmentID: nil, party: wish.party, from: from, to: to, reason: wish.arguments.notes)
        do {
            return wish.answers.cancelled(try await send(command, wish, id: wish.identity))
        } catch is Refused {
            return .failed(wish.answers.phrases.noAppointment)
        }
    }

    /// Which appointments are meant, where a day or a time was said.
    private func span(_ wish: Wish) -> (from: Date?, to: Date?) {
        let clock = LocalClock(wish.zone)
        switch wish.time {
        case .moment(let date): return (date, date.addingTimeInterval(60))
        case .day(let date), .dayPart(let date, _):
            return (clock.instant(of: date, minute: 0), clock.instant(of: date, minute: 1440))
        case .time, .impossible, nil: return (nil, nil)
        }
    }

    // MARK: Parts

    /// What is missing for a booking, with what is free.
    private func askBack(_ wish: Wish) async throws -> String {
        switch wish.time {
        case .day(let date): return try await whichTime(date, TimeWindow(0, 1440), wish)
        case .dayPart(let date, let window): return try await whichTime(date, window, wish)
        default: return wish.answers.notUnderstood(try await first(wish))
        }
    }

    private func whichTime(_ date: CivilDate, _ window: TimeWindow?, _ wish: Wish) async throws -> String {
        let reply = try await slots(date, window, wish)
        guard let slots = wish.answers.list(reply.slots) else { return try await day(date, window, wish) }
        return wish.answers.phrases.whichTime(wish.answers.day(date), slots)
    }

    private func day(_ date: CivilDate, _ window: TimeWindow?, _ wish: Wish) async throws -> String {
        let reply = try await slots(date, window, wish)
        guard reply.slots.isEmpty, reply.problem != "no_agent" else {
            return wish.answers.day(date, reply, later: nil)
        }
        let noon = LocalClock(wish.zone).instant(of: date, minute: 720)
        return wish.answers.day(date, reply, later: try await near(max(noon, wish.context.now), wish))
    }

    private func slots(_ date: CivilDate, _ window: TimeWindow?, _ wish: Wish) async throws -> FindSlots.Reply {
        let clock = LocalClock(wish.zone)
        let from = clock.instant(of: date, minute: window?.start ?? 0)
        let to = clock.instant(of: date, minute: window?.end ?? 1440)
        return try await send(
            FindSlots(party: wish.party, from: from, to: max(from, to), limit: Self.offered), wish, id: nil)
    }

    private func near(_ date: Date, _ wish: Wish) async throws -> FindSlots.Reply {
        try await send(
            FindSlots(party: wish.party, from: date, to: date, near: date, limit: Self.offered), wish, id: nil)
    }

    private func first(_ wish: Wish) async throws -> FindSlots.Reply {
        let now = wish.context.now
        return try await send(
            FindSlots(party: wish.party, from: now, to: now.addingTimeInterval(60 * 86_400), limit: Self.offered), wish,
            id: nil)
    }

    /// The next time a clock there shows that.
    private func next(_ minute: Int, _ wish: Wish) -> Date {
        let clock = LocalClock(wish.zone)
        let today = clock.reading(at: wish.context.now).date
        let date = clock.instant(of: today, minute: minute)
        return date > wish.context.now
            ? date : clock.instant(of: CivilDate(dayNumber: today.dayNumber + 1), minute: minute)
    }

    /// Whoever calls and is not known becomes a lead: an appointment is somebody's.
    private func lead(_ context: ToolContext, _ arguments: BookingArguments) async throws -> LeadID? {
        if let known = context.leadID { return known }
        guard let phone = context.phone else { return nil }
        let save = SaveCaller(
            id: .new(), agencyID: context.agencyID, name: arguments.name, phone: phone, email: arguments.email,
            language: context.language)
        let (id, handover): (LeadID?, OutboxHandover) = try await pool.transaction { transaction in
            guard let row = try await transaction.execute(save).first else { return (nil, .nothing) }
            guard row.isNew else { return (row.id, .nothing) }
            let event = try OutgoingEvent(
                from: WebhookIngest.name, about: row.id, agencyID: context.agencyID,
                LeadCreated(leadID: row.id, source: "call", canBeCalled: true, consent: nil))
            return (row.id, try await transaction.commit(publishing: [event]))
        }
        relay.publish(handover)
        return id
    }

    // MARK: Commands

    private struct Refused: Error {}
    /// It could not be done in time; whether it was is not known.
    private struct Unanswered: Error {}

    /// - Parameter id: of a wish that must not be done twice; nil for a question.
    private func send<Payload: CommandPayload>(
        _ payload: Payload, _ wish: Wish, id: String?
    ) async throws -> Payload.Reply {
        // Whoever does not hear in time asks once more, under the same id: it is done once.
        for _ in 0..<2 {
            var command = Command(
                source: WebhookIngest.name, actor: "call:\(wish.vapiCallID)",
                time: wish.context.callBegan, deadline: Date().addingTimeInterval(Self.patience),
                agencyID: wish.context.agencyID, data: payload)
            if let id { command.id = CommandID(rawValue: .named("\(Payload.routingKey)/\(id)")) }
            do {
                switch try await commands.send(command) {
                case .done(let reply): return reply
                case .refused(let reason):
                    logger.info("an appointment was refused", metadata: ["reason": "\(reason)"])
                    throw Refused()
                case .failed: continue
                }
            } catch is DeadlineExceeded {
                continue
            }
        }
        throw Unanswered()
    }
}

extension UUID {
    /// The same for the same text: a version 8 UUID (RFC 9562 §5.8) of its SHA-256.
    static func named(_ text: String) -> UUID {
        let hash = Array(SHA256.hash(data: Data(text.utf8)))
        return UUID(
            uuid: (
                hash[0], hash[1], hash[2], hash[3], hash[4], hash[5], 0x80 | (hash[6] & 0x0f), hash[7],
                0x80 | (hash[8] & 0x3f), hash[9], hash[10], hash[11], hash[12], hash[13], hash[14], hash[15]
            ))
    }
}
