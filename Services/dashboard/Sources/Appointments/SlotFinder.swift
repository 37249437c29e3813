internal import CivilTime
internal import Contracts
internal import Foundation
internal import Logging

/// When an appointment can be made, as far as it is known.
enum SlotOffer: Sendable, Equatable {
    /// In order of time.
    case free([Slot])
    /// None on the day that was asked for: why, and the nearest others.
    case noneThen(SlotRefusal?, nearest: [Slot])
    /// Nobody could say right now. What is chosen is checked all the same.
    case unknown
}

/// Asks calendar-sync for free times. A page that shows them does without when there is no answer.
struct SlotFinder: Sendable {
    private static let mostOnDay = 50
    private static let mostNearest = 8
    private static let mostComing = 12
    private static let year: TimeInterval = 366 * 86_400

    let console: Console
    let viewer: Viewer
    let time: ViewerTime
    let party: AppointmentParty

    /// Of one day by the viewer's clock.
    func on(_ day: CivilDate) async -> SlotOffer {
        let start = time.start(of: day)
        let end = time.start(of: CivilDate(dayNumber: day.dayNumber + 1))
        guard let found = await ask(FindSlots(party: party, from: start, to: end, limit: Self.mostOnDay)) else {
            return .unknown
        }
        guard found.slots.isEmpty else { return .free(found.slots) }
        let near = FindSlots(
            party: party, from: time.now, to: time.now.addingTimeInterval(Self.year),
            near: max(start.addingTimeInterval(43_200), time.now), limit: Self.mostNearest)
        let nearest = await ask(near)?.slots.sorted { $0.startsAt < $1.startsAt } ?? []
        return .noneThen(found.problem.flatMap { SlotRefusal(rawValue: $0) }, nearest: nearest)
    }

    /// The first ones from now on.
    func coming() async -> SlotOffer {
        let wish = FindSlots(
            party: party, from: time.now, to: time.now.addingTimeInterval(Self.year), limit: Self.mostComing)
        guard let found = await ask(wish) else { return .unknown }
        guard found.slots.isEmpty else { return .free(found.slots) }
        return .noneThen(found.problem.flatMap { SlotRefusal(rawValue: $0) }, nearest: [])
    }

    private func ask(_ wish: FindSlots) async -> FindSlots.Reply? {
        do {
            switch try await console.send(wish, as: viewer) {
            case .done(let reply): return reply
            case .refused(let reason), .failed(let reason):
                console.logger.warning("free times cannot be shown", metadata: ["reason": "\(reason)"])
                return nil
            }
        } catch {
            console.logger.warning("free times cannot be shown", error: error)
            return nil
        }
    }
}
