internal import Foundation
internal import Synchronization

/// Plays Google for one registered client and any number of people.
final class GoogleProvider: Sendable {
    let client: GoogleClient
    /// Channels on which something waits to be sent.
    let wakeUps: AsyncStream<String>
    private let continuation: AsyncStream<String>.Continuation
    private let state: Mutex<GoogleState>
    private let faults: FaultDesk
    let ambient: Ambient

    init(client: GoogleClient, faults: FaultDesk, ambient: Ambient) {
        self.client = client
        self.faults = faults
        self.ambient = ambient
        state = Mutex(GoogleState(run: UUID().text))
        (wakeUps, continuation) = AsyncStream.makeStream()
    }

    /// Of a calendar on its first use.
    var zone: TimeZone { TimeZone(identifier: client.timeZone) ?? .gmt }

    /// Everything, as of now.
    var snapshot: GoogleState { state.withLock { $0 } }

    /// Changes or reads the state, and has sent what is to be sent because of it.
    func perform<R: Sendable, Failure: Error>(
        _ work: (inout GoogleState) throws(Failure) -> sending R
    ) throws(Failure) -> R {
        defer { for id in state.withLock({ $0.channels.takeDue() }) { continuation.yield(id) } }
        return try state.withLock { (state) throws(Failure) in try work(&state) }
    }

    // MARK: The Calendar API

    /// - Throws: `CancellationError` only.
    func answer(_ call: CalendarCall) async throws -> Answer {
        let fault = faults.draw(.google) { $0.hits(call) }
        if let kind = fault?.kind, let refusal = Self.refusal(kind) {
            try await ambient.pause(fault?.delay ?? .zero)
            return refusal
        }
        try await ambient.pause(fault?.delay ?? .zero)
        let answer = process(call)
        guard (200..<300).contains(answer.status) else { return answer }
        switch fault?.kind {
        case .droppedAfterProcessing: return .dropped
        case .freebusyError: return Self.withoutInsight(call)
        default: return answer
        }
    }

    private func process(_ call: CalendarCall) -> Answer {
        let newID = String(UUID().text.filter { $0 != "-" }.prefix(26))
        do throws(CalendarProblem) {
            return try perform { (state) throws(CalendarProblem) in
                try state.answer(call, newID: newID, at: ambient.now())
            }
        } catch {
            return error.answer
        }
    }

    /// Nil for a fault that does not keep the call from being processed.
    private static func refusal(_ kind: Fault.Kind) -> Answer? {
        switch kind {
        case .tooManyRequests: CalendarProblem.rateLimited.answer
        case .rateLimit403: CalendarProblem.userRateLimited.answer
        case .quota403: CalendarProblem.quotaExceeded.answer
        case .syncGone: CalendarProblem.fullSyncRequired.answer
        case .failure: CalendarProblem.failure.answer
        case .unauthorized: CalendarProblem.invalidCredentials.answer
        case .htmlError: .html
        case .droppedBeforeProcessing: .dropped
        default: nil
        }
    }

    /// Success, and in it no calendar that could be looked into.
    private static func withoutInsight(_ call: CalendarCall) -> Answer {
        guard let body = try? JSON(parsing: call.body), let query = try? FreeBusyQuery(body) else { return .html }
        var answer = query.answer { _ in nil }
        var calendars: JSON = [:]
        for id in query.calendars { calendars[id] = FreeBusyQuery.refusal("internalError") }
        answer["calendars"] = calendars
        return Answer(json: answer)
    }

    // MARK: Pushing

    /// What is to be sent next on the channel; nil when nothing is, and nobody is sending from now on.
    func nextNotification(on id: String) -> PushNotification? {
        state.withLock { $0.channels.next(on: id, at: ambient.now()) }
    }

    func isNextPushLost() -> Bool { faults.draw(.google) { $0 == .pushLost } != nil }

    func note(_ delivery: Delivery, on id: String) { state.withLock { $0.channels.note(delivery, on: id) } }

    // MARK: Faults of the token endpoint

    /// - Parameter work: what is done unless a fault prevents it.
    /// - Throws: `CancellationError` only.
    func misbehaving(atTokens work: () -> Answer) async throws -> Answer {
        let fault = faults.draw(.google) { $0.hitsTokens }
        try await ambient.pause(fault?.delay ?? .zero)
        switch fault?.kind {
        case .tooManyRequests: return TokenProblem.rateLimited.answer
        case .failure: return TokenProblem.failure.answer
        case .unauthorized: return TokenProblem.wrongSecret.answer
        case .invalidGrant: return TokenProblem.expiredOrRevoked.answer
        case .htmlError: return .html
        case .droppedBeforeProcessing: return .dropped
        case .droppedAfterProcessing:
            let answer = work()
            return answer.status == 200 ? .dropped : answer
        default: return work()
        }
    }
}

extension Fault.Kind {
    /// Whether it can hit that call of the Calendar API.
    fileprivate func hits(_ call: CalendarCall) -> Bool {
        switch self {
        case .syncGone: call.method == .list && call.query["syncToken"] != nil
        case .freebusyError: call.method == .freeBusy
        case .pushLost, .invalidGrant: false
        default: true
        }
    }

    /// Whether it can hit a call of the token endpoint.
    fileprivate var hitsTokens: Bool {
        switch self {
        case .syncGone, .freebusyError, .pushLost, .rateLimit403, .quota403: false
        default: true
        }
    }
}
