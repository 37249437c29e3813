internal import Contracts

/// What became of the wish for an appointment at a time.
enum SlotOutcome: Sendable, Equatable {
    case made(AppointmentID)
    /// It was there already, at that time.
    case known(AppointmentID)
    case noSlot(NoSlot)
    case notDone(NotDone)

    init(_ outcome: CommandOutcome<AppointmentReply>, for viewer: Viewer) {
        switch outcome {
        case .done(let reply): self.init(reply, for: viewer)
        case .notDone(let why): self = .notDone(why)
        }
    }

    init(_ reply: AppointmentReply, for viewer: Viewer) {
        guard let appointment = reply.appointment, reply.problem == nil else {
            self = .noSlot(NoSlot(problem: reply.problem ?? "", alternatives: reply.alternatives))
            return
        }
        // The same lead at the same time is the same appointment, whoever has it: to an agent, others' do not exist.
        guard viewer.isOwner || appointment.agentID == viewer.agentID else {
            self = .noSlot(NoSlot(problem: NoSlot.leadIsTaken, alternatives: []))
            return
        }
        let id = appointment.appointmentID
        self = reply.isRepeat ? .known(id) : .made(id)
    }
}

/// Why there is no appointment at a time, and what there is instead.
struct NoSlot: Error, Sendable, Equatable {
    /// The lead has an appointment then that is not the viewer's to see.
    static let leadIsTaken = "lead_is_taken"

    /// A word of ``SlotRefusal``, or ``leadIsTaken``.
    var problem: String
    var alternatives: [Slot]

    var phrase: Phrase { problem == Self.leadIsTaken ? .leadIsTakenThen : SlotRefusal.phrase(problem) }
}

extension Phrase {
    static let leadIsTakenThen = Phrase(
        "This lead has another appointment at that time.", es: "Este contacto tiene otra cita a esa hora.")
}
