import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct SlotOutcomeTests {
    private static let agentID = AgentID.new()
    private static let appointment = Appointment(
        appointmentID: .new(), leadID: .new(), agentID: agentID, callID: nil, scheduledAt: Date(), endsAt: Date(),
        status: .scheduled, timeZone: "Europe/Berlin", language: "de", source: .hand, version: 1)
    private static let owner = APIDocumentTests.viewer

    private static func agent(_ id: AgentID) -> Viewer {
        var viewer = owner
        viewer.role = .agent
        viewer.agentID = id
        return viewer
    }

    @Test func whatIsThereIsMadeOrKnown() {
        let id = Self.appointment.appointmentID
        let made = AppointmentReply(appointment: Self.appointment, agentName: nil)
        let known = AppointmentReply(appointment: Self.appointment, agentName: nil, isRepeat: true)
        #expect(SlotOutcome(made, for: Self.owner) == .made(id))
        #expect(SlotOutcome(known, for: Self.agent(Self.agentID)) == .known(id))
    }

    @Test(arguments: [nil, "taken"])
    func withoutAnAppointmentNothingWasDone(_ problem: String?) {
        let slot = Slot(startsAt: Date(), endsAt: Date(), agentID: Self.agentID, agentName: "Bea")
        let reply = AppointmentReply(appointment: nil, agentName: nil, problem: problem, alternatives: [slot])
        #expect(SlotOutcome(reply, for: Self.owner) == .noSlot(NoSlot(problem: problem ?? "", alternatives: [slot])))
    }

    /// To an agent, others' appointments do not exist.
    @Test func anotherAgentsAppointmentIsNotTold() {
        let reply = AppointmentReply(appointment: Self.appointment, agentName: nil, isRepeat: true)
        let outcome = SlotOutcome(reply, for: Self.agent(.new()))
        #expect(outcome == .noSlot(NoSlot(problem: NoSlot.leadIsTaken, alternatives: [])))
        let words = Words(language: .english)
        guard case .noSlot(let no) = outcome else { return }
        #expect(words(no.phrase) == "This lead has another appointment at that time.")
    }

    @Test func whyItWasNotDoneStays() {
        #expect(SlotOutcome(.notDone(.unknown), for: Self.owner) == .notDone(.unknown))
    }
}
