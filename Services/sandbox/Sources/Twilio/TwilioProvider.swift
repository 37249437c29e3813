internal import FoundationEssentials
internal import Synchronization

/// A request to Twilio, as far as it matters.
struct TwilioCall: Sendable {
    enum Endpoint: Sendable, Equatable {
        case create
        case list
        case fetch(sid: String)
    }

    var endpoint: Endpoint
    /// In the path.
    var accountSID: String
    var authorization: String?
    var query = FormFields()
    var form = FormFields()
}

/// Plays Twilio Messaging for one account.
final class TwilioProvider: Sendable {
    let account: TwilioAccount
    /// Messages about which something is to be posted.
    let due: AsyncStream<String>
    let ambient: Ambient
    private let continuation: AsyncStream<String>.Continuation
    private let state: Mutex<TwilioState>
    private let faults: FaultDesk

    init(account: TwilioAccount, faults: FaultDesk, ambient: Ambient) {
        self.account = account
        self.faults = faults
        self.ambient = ambient
        state = Mutex(TwilioState(account: account))
        (due, continuation) = AsyncStream.makeStream()
    }

    /// Everything, as of now.
    var snapshot: TwilioState { state.withLock { $0 } }

    func record(_ sid: String) -> MessageRecord? { state.withLock { $0.record(sid) } }

    func update(_ sid: String, _ change: (inout MessageRecord) -> Void) {
        state.withLock { $0.update(sid, change) }
    }

    /// Forgets messages and counts; who does not want any, and open windows stay.
    func removeAll() { state.withLock { $0.removeAll() } }

    /// - Throws: `CancellationError` only.
    func answer(_ call: TwilioCall) async throws -> Answer {
        let answer = try await call.endpoint == .create ? create(call) : read(call)
        state.withLock { $0.answers[answer.status, default: 0] += 1 }
        return answer
    }

    /// A person writes.
    func receive(_ text: String, from theirs: PhoneAddress, to ours: PhoneAddress) -> MessageRecord? {
        let ids = [Self.newID(), Self.newID()]
        let added = state.withLock {
            $0.receive(text, on: NumberPair(ours: ours, theirs: theirs), ids: ids, at: ambient.now())
        }
        if account.inboundURL != nil, let message = added.first { continuation.yield(message.sid) }
        return added.first
    }

    private func create(_ call: TwilioCall) async throws -> Answer {
        let fault = faults.draw(.twilio) { !$0.isOfReading }
        if let kind = fault?.kind, let refusal = Self.refusal(kind) {
            try await ambient.pause(fault?.delay ?? .zero)
            return refusal
        }
        if fault?.kind == .slow { try await ambient.pause(fault?.delay ?? .zero) }
        let answer = guarded(call) { () throws(TwilioProblem) in try accept(call.form, fault) }
        guard answer.status == 201 else { return answer }
        switch fault?.kind {
        case .droppedAfterProcessing: return .dropped
        case .failureAfterProcessing: return TwilioProblem.failure.answer
        case .answeredLate:
            try await ambient.pause(fault?.delay ?? .zero)
            return answer
        default: return answer
        }
    }

    private func accept(_ form: FormFields, _ fault: Fault?) throws(TwilioProblem) -> Answer {
        let draft = try MessageDraft(form, account: account)
        let id = Self.newID()
        let record = try state.withLock { (state) throws(TwilioProblem) in
            try state.accept(draft, id: id, fault: fault, at: ambient.now())
        }
        continuation.yield(record.sid)
        return Answer(status: 201, json: record.resource(of: account))
    }

    private func read(_ call: TwilioCall) async throws -> Answer {
        if let fault = faults.draw(.twilio, fits: { $0.isOfReading }) {
            try await ambient.pause(fault.delay)
            return fault.kind == .readFailure ? TwilioProblem.failure.answer : .dropped
        }
        return guarded(call) { () throws(TwilioProblem) in
            guard case .fetch(let sid) = call.endpoint else {
                return Answer(json: try snapshot.list(try MessageQuery(call.query)))
            }
            guard let record = record(sid) else { throw .notFound("\(account.root)/Messages/\(sid).json") }
            return Answer(json: record.resource(of: account))
        }
    }

    private func guarded(_ call: TwilioCall, _ work: () throws(TwilioProblem) -> Answer) -> Answer {
        do throws(TwilioProblem) {
            guard account.accepts(call.authorization) else { throw .credentials }
            guard call.accountSID == account.sid else {
                throw .notFound("/2010-04-01/Accounts/\(call.accountSID)/Messages.json")
            }
            return try work()
        } catch {
            return error.answer
        }
    }

    /// Nil for a fault that does not keep the call from being processed.
    private static func refusal(_ kind: Fault.Kind) -> Answer? {
        switch kind {
        case .tooManyRequests: TwilioProblem.tooManyRequests.answer
        case .failure: TwilioProblem.failure.answer
        case .unauthorized: TwilioProblem.credentials.answer
        case .htmlError: .html
        case .droppedBeforeProcessing: .dropped
        default: nil
        }
    }

    /// 32 hexadecimal digits.
    private static func newID() -> String { UUID().text.filter { $0 != "-" } }
}
