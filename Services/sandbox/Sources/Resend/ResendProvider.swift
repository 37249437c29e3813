internal import Crypto
internal import FoundationEssentials
internal import Synchronization

/// A request to Resend, as far as it matters.
struct ResendCall: Sendable {
    enum Endpoint: Sendable, Equatable {
        case send
        case batch
        case read(id: String)
    }

    var endpoint: Endpoint
    var userAgent: String?
    var authorization: String?
    var idempotencyKey: String?
    /// `x-batch-validation`.
    var batchValidation: String?
    var body: [UInt8] = []
}

/// Plays Resend for one team: refuses what it refuses, and puts the rest into the mailbox.
final class ResendProvider: Sendable {
    struct State: Sendable {
        var mailbox: Mailbox
        var ledger = IdempotencyLedger()
        var rate: RateWindow
        var quota: DailyQuota
        /// How many requests were answered with which status; 0 for none.
        var answers: [Int: Int] = [:]
    }

    private let apiKey: String
    private let state: Mutex<State>
    private let faults: FaultDesk
    private let ambient: Ambient
    private let announce: @Sendable (StoredMail, Fault?) -> Void

    /// - Parameter announce: is told of each mail that is accepted, and what is to go wrong with its webhooks.
    init(
        apiKey: String, rateLimit: Int, dailyQuota: Int?, capacity: Int, faults: FaultDesk, ambient: Ambient,
        announce: @escaping @Sendable (StoredMail, Fault?) -> Void = { _, _ in }
    ) {
        self.apiKey = apiKey
        self.faults = faults
        self.ambient = ambient
        self.announce = announce
        state = Mutex(
            State(
                mailbox: Mailbox(capacity: capacity), rate: RateWindow(limit: rateLimit),
                quota: DailyQuota(limit: dailyQuota)))
    }

    /// What has arrived, as of now.
    var mailbox: Mailbox { state.withLock { $0.mailbox } }

    /// How many requests were answered with which status; 0 for those whose connection was dropped.
    var answers: [Int: Int] { state.withLock { $0.answers } }

    /// Empties the mailbox and the counts; idempotency keys and quota stay.
    func emptyMailbox() {
        state.withLock {
            $0.mailbox.removeAll()
            $0.answers = [:]
        }
    }

    /// - Throws: `CancellationError` only.
    func answer(_ call: ResendCall) async throws -> Answer {
        let answer: Answer
        switch call.endpoint {
        case .read: answer = try await respond(to: call, fault: nil)
        case .send, .batch: answer = try await misbehave(call)
        }
        state.withLock { $0.answers[answer.status, default: 0] += 1 }
        return answer
    }

    private func misbehave(_ call: ResendCall) async throws -> Answer {
        let fault = faults.draw(.resend)
        switch fault?.kind {
        case nil, .slow, .webhooksLost, .webhooksTwice, .webhooksLate, .webhooksDisordered, .webhooksFinalLost:
            return try await respond(to: call, fault: fault)
        case .droppedAfterProcessing:
            let answer = try await respond(to: call, fault: fault)
            return answer.status == 200 ? .dropped : answer
        case .some(let kind):
            try await ambient.pause(fault?.delay ?? .zero)
            return refusal(kind)
        }
    }

    private func refusal(_ kind: Fault.Kind) -> Answer {
        switch kind {
        case .tooManyRequests: ResendProblem.rateLimited(5, retryAfter: 1).answer
        case .failure: ResendProblem.failure.answer
        case .quota: ResendProblem.dailyQuota.answer
        case .unauthorized: ResendProblem.restrictedKey.answer
        case .htmlError: .html
        default: .dropped
        }
    }

    private func respond(to call: ResendCall, fault: Fault?) async throws -> Answer {
        guard call.userAgent?.isEmpty == false else { return Self.noUserAgent }
        var headers: [String: String] = [:]
        var answer: Answer
        do {
            try checkKey(call.authorization)
            if let verdict = state.withLock({ $0.rate.take(at: ambient.now()) }) {
                headers = verdict.headers
                if !verdict.isAllowed { throw ResendProblem.rateLimited(verdict.limit, retryAfter: verdict.reset) }
            }
            answer = try await process(call, fault: fault)
        } catch let problem as ResendProblem {
            answer = problem.answer
        }
        answer.headers.merge(headers) { own, _ in own }
        return answer
    }

    /// The content delivery network in front, not Resend itself.
    private static let noUserAgent = {
        var answer = Answer(status: 403, body: Array("error code: 1010".utf8))
        answer.contentType = "text/plain; charset=UTF-8"
        return answer
    }()

    private func checkKey(_ authorization: String?) throws(ResendProblem) {
        let words = (authorization ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else { throw .missingKey }
        guard words[1] == apiKey else { throw .invalidKey }
    }

    private func process(_ call: ResendCall, fault: Fault?) async throws -> Answer {
        if case .read(let id) = call.endpoint { return try read(id) }
        if let key = call.idempotencyKey, !(1...256).contains(key.count) { throw ResendProblem.invalidIdempotencyKey }
        let json: JSON
        do {
            json = try JSON(parsing: call.body)
        } catch {
            throw ResendProblem(400, "validation_error", "The request body is not valid JSON.")
        }
        let order = try MailOrder(json, isBatch: call.endpoint == .batch, validation: call.batchValidation)
        // The delay of a fault about webhooks is theirs.
        let delay = fault.map { $0.kind.isAboutWebhooks ? .zero : $0.delay } ?? .zero
        guard let key = call.idempotencyKey else {
            try await ambient.pause(delay)
            return try accept(order, key: nil, fault)
        }
        var hash = SHA256()
        hash.update(data: [call.endpoint == .batch ? 1 : 0])
        hash.update(data: json.bytes)
        let fingerprint = Array(hash.finalize())
        switch state.withLock({ $0.ledger.begin(key, fingerprint: fingerprint, now: ambient.now()) }) {
        case .replay(let answer): return answer
        case .otherPayload: throw ResendProblem.otherPayload
        case .stillRunning: throw ResendProblem.stillRunning
        case .begun: break
        }
        do {
            try await ambient.pause(delay)
            return try accept(order, key: key, fault)
        } catch {
            state.withLock { $0.ledger.abandon(key) }
            throw error
        }
    }

    /// Stores the mails and remembers the answer, both or neither.
    private func accept(_ order: MailOrder, key: String?, _ fault: Fault?) throws(ResendProblem) -> Answer {
        let now = ambient.now()
        let mails = order.drafts.map {
            StoredMail(id: UUID().text, receivedAt: now, idempotencyKey: key, draft: $0)
        }
        let recipients = order.drafts.reduce(0) { $0 + $1.recipientCount }
        let answer: Answer? = state.withLock { state in
            guard state.quota.take(recipients, at: now) else { return nil }
            for mail in mails { state.mailbox.add(mail) }
            let answer = Answer(json: order.answer(ids: mails.map(\.id)))
            if let key { state.ledger.finish(key, with: answer) }
            return answer
        }
        guard let answer else { throw .dailyQuota }
        for mail in mails { announce(mail, fault) }
        return answer
    }

    private func read(_ id: String) throws(ResendProblem) -> Answer {
        guard let mail = mailbox.mail(id) else { throw ResendProblem(404, "not_found", "Email not found") }
        return Answer(json: mail.resource)
    }
}

extension StoredMail {
    /// As Resend shows it.
    var resource: JSON {
        func list(_ addresses: [String]) -> JSON { .array(addresses.map(JSON.string)) }
        return [
            "object": "email", "id": .string(id), "message_id": "<\(id)@sandbox.invalid>", "to": list(draft.to),
            "from": .string(draft.from), "created_at": .string(receivedAt.iso), "subject": .string(draft.subject),
            "html": draft.html.map(JSON.string) ?? .null, "text": draft.text.map(JSON.string) ?? .null,
            "cc": list(draft.cc), "bcc": list(draft.bcc), "reply_to": list(draft.replyTo),
            "last_event": .string(lastEvent),
        ]
    }

    /// How it ends, from the start.
    private var lastEvent: String { MailEvent.course(of: draft).last?.rawValue ?? "delivered" }
}
