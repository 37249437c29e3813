internal import Deadlines
internal import HTTPTypes
internal import Hummingbird

/// Reads what providers post about messages, which is verified by its body: strangers' bodies share what they may take up.
struct SmallBodies: Sendable {
    let memory: MemoryBudget
    let bodyDeadline: Duration
    /// How long what was read may take to be committed; below the 15 s after which Twilio and Resend give up.
    let commitDeadline: Duration

    /// - Throws: ``Refusal``.
    func read(_ request: Request, atMost limit: Int) async throws -> [UInt8] {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { throw Refusal.tooLarge }
        let share = MemoryShare(of: memory)
        defer { share.giveBack() }
        do {
            return try await request.bytes(within: bodyDeadline) { taken, more in
                guard taken + more <= limit else { throw Refusal.tooLarge }
                guard share.take(more) else { throw Refusal.unavailable(.nothing) }
            }
        } catch is DeadlineExceeded {
            throw Refusal.tooSlow
        }
    }
}
