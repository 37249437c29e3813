internal import Availability
internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres
internal import Vault

/// What can be asked of this service.
struct AppointmentCommandHandlers: Sendable {
    let desk: BookingDesk
    let connect: ConnectDesk
    let vault: TokenVault
    let calendarURL: String

    var all: [CommandHandler] {
        [
            .on(FindSlots.self) { try await desk.findSlots($0, in: $1) },
            .on(BookAppointment.self) { try await desk.book($0, in: $1) },
            .on(RescheduleAppointment.self) { try await desk.reschedule($0, in: $1) },
            .on(CancelAppointment.self) { try await desk.cancel($0, in: $1) },
            .on(CompleteAppointment.self) { command, transaction in
                try await desk.settle(
                    command.data.appointmentID, .complete, command.agencyID, actor: command.actor,
                    traceparent: command.traceparent, in: transaction)
            },
            .on(MissAppointment.self) { command, transaction in
                try await desk.settle(
                    command.data.appointmentID, .miss, command.agencyID, actor: command.actor,
                    traceparent: command.traceparent, in: transaction)
            },
            .on(AnnotateAppointment.self) { try await desk.annotate($0, in: $1) },
            .on(ConfigureBooking.self) { try await configure($0, in: $1) },
            .on(LinkAppointment.self) { try await linkAppointment($0, in: $1) },
            .on(LinkCalendar.self) { try await link($0, in: $1) },
            .on(DisconnectCalendar.self) { try await connect.disconnect($0, in: $1) },
        ]
    }

    private func configure(
        _ command: Command<ConfigureBooking>, in transaction: PostgresTransaction
    ) async throws -> (ConfigureBooking.Reply, [OutgoingEvent]) {
        let rules: BookingRules
        do {
            rules = try BookingRules(json: command.data.rules.utf8)
        } catch {
            throw CommandRefused("the rules cannot work: \(error)")
        }
        let save = SaveBookingRules(
            agencyID: command.agencyID, rules: String(decoding: try rules.json, as: UTF8.self), actor: command.actor)
        let version = try await transaction.execute(save).first
        return (.init(version: Int(version ?? 1)), [])
    }

    private func linkAppointment(
        _ command: Command<LinkAppointment>, in transaction: PostgresTransaction
    ) async throws -> (LinkAppointment.Reply, [OutgoingEvent]) {
        let find = ReadAppointment(id: command.data.appointmentID, agencyID: command.agencyID)
        guard let row = try await transaction.execute(find).first else {
            throw CommandRefused("there is no such appointment")
        }
        let link = SignedLink.ofAppointment(
            row.appointment.appointmentID, agencyID: command.agencyID, at: row.appointment.scheduledAt)
        let url = "\(calendarURL)\(SignedLink.appointmentPath)/\(link.token(vault))"
        return (.init(url: url, expiresAt: link.expiresAt.roundedToMilliseconds), [])
    }

    private func link(
        _ command: Command<LinkCalendar>, in transaction: PostgresTransaction
    ) async throws -> (LinkCalendar.Reply, [OutgoingEvent]) {
        let link = SignedLink(
            purpose: .connect, agencyID: command.agencyID, subject: command.data.agentID.rawValue,
            expiresAt: Date().addingTimeInterval(ConnectDesk.linkLife))
        let url = "\(calendarURL)/api/calendar/connect?token=\(link.token(vault))"
        return (.init(url: url, expiresAt: link.expiresAt.roundedToMilliseconds), [])
    }
}
