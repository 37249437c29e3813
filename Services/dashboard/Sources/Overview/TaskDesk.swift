internal import Foundation
internal import Postgres

/// Ticks off what somebody had to do.
struct TaskDesk: Sendable {
    let console: Console

    enum Outcome: Sendable, Equatable {
        case done
        /// By somebody, before.
        case doneBefore
        /// There is no such task, or it is not the viewer's to see.
        case unseen
    }

    func finish(_ id: UUID, by principal: Principal) async throws -> Outcome {
        let entry = principal.entry("task.done", subject: ("task", id.uuidString.lowercased()))
        return try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.execute(FinishTask(id: id)).first != nil else {
                return try await transaction.execute(FindTask(id: id)).isEmpty ? .unseen : .doneBefore
            }
            _ = try await transaction.execute(entry)
            return .done
        }
    }
}
