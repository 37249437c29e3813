internal import Contracts
internal import Deadlines
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import Logging
internal import Metrics
internal import NIOCore
internal import Observability
internal import Postgres
internal import ServiceContextModule

/// `POST /api/webhooks/vapi`: verify, read, commit, answer.
///
/// - 200: committed, or of a kind that is not kept. - 400: not JSON. - 401: not from Vapi; nothing is stored.
/// - 413: too large. - 429: this agency sends too much. - 503: could not be committed; nothing is lost if Vapi's server
/// object has a `backoffPlan`.
struct VapiWebhook: Sendable {
    static let path: RouterPath = "/api/webhooks/vapi"

    let authentication: WebhookAuthentication
    let limiter: RateLimiter?
    let writer: WebhookWriter
    let answers: AnswerDesk
    let maxBodyBytes: Int
    /// What bodies may take up together, and apart from it those of requests that are verified by their body.
    let memory: MemoryBudget
    let unverifiedMemory: MemoryBudget
    /// How long a sender may take to send its body.
    let bodyDeadline: Duration
    /// How long a message may take to be committed; well below the 20 s after which Vapi gives up.
    let commitDeadline: Duration
    /// The same for one that holds up a caller.
    let answerDeadline: Duration
    let logger: Logger

    func handle(_ request: Request, context: some RequestContext) async throws -> Response {
        let headers = request.headers
        let header: @Sendable (String) -> String? = { name in HTTPField.Name(name).flatMap { headers[$0] } }
        // A stranger's body is not even read.
        let verdict = authentication.verify(header: header, now: Date())
        if case .refused(let reason)? = verdict { return refuse(reason) }
        let length = headers[.contentLength].flatMap { Int($0) }
        if let length, length > maxBodyBytes { return answer(.tooLarge, type: "unread") }
        // Nobody has shown yet that a signed request is Vapi's: such bodies share what is apart from all others.
        let share = MemoryShare(of: verdict == nil ? unverifiedMemory : memory)
        defer { share.giveBack() }
        do {
            let body = try await read(request, share)
            let signed = WebhookAuthentication.Request(url: request.uri.path, header: header, body: body)
            if case .refused(let reason) = authentication.verify(signed, now: Date()) { return refuse(reason) }
            let message = try VapiMessage(parsing: body)
            if let wait = limiter?.take(message.rateKey) { return answer(.tooMany(wait), type: message.type) }
            return await commit(message, request)
        } catch let refusal as Refusal {
            return answer(refusal, type: "unread")
        } catch let error as JSONParseError {
            return answer(.notJSON("\(error)"), type: "unreadable")
        }
    }

    /// Memory is taken as bytes arrive: whoever announces much and sends nothing holds nothing.
    private func read(_ request: Request, _ share: MemoryShare) async throws -> [UInt8] {
        let limit = maxBodyBytes
        do {
            return try await request.bytes(within: bodyDeadline) { taken, more in
                guard taken + more <= limit else { throw Refusal.tooLarge }
                guard share.take(more) else { throw Refusal.unavailable(.nothing) }
            }
        } catch is DeadlineExceeded {
            throw Refusal.tooSlow
        }
    }

    private func refuse(_ reason: String) -> Response {
        Counter(label: "thavon_webhooks_refused_total", dimensions: [("reason", reason)]).increment()
        return answer(.unauthorized, type: "unverified")
    }

    private func commit(_ message: VapiMessage, _ request: Request) async -> Response {
        if message.type == "assistant-request" { return await pickUp(message, request) }
        var disposition = "skipped"
        if !message.isChatter {
            do {
                disposition = try await store(
                    message, request, within: message.wantsAnswer ? answerDeadline : commitDeadline)
            } catch {
                logger.error("webhook not committed, the sender is asked to try again", error: error)
                return answer(.unavailable(answers.whileAway(message)), type: message.type)
            }
        }
        do {
            let response = Response.json(.ok, try await answers.answer(message).json)
            count(message.type, status: 200, disposition: disposition)
            return response
        } catch {
            return answer(.unavailable(answers.whileAway(message)), type: message.type)
        }
    }

    /// A caller hears it ring and nobody asks again: it is answered within a second whatever happens, while it is being written
    /// down. Should that fail, what is lost is that it rang, which the next message about the call says too.
    private func pickUp(_ message: VapiMessage, _ request: Request) async -> Response {
        async let found = answers.assistant(for: message)
        var disposition = "uncommitted"
        do {
            disposition = try await store(message, request, within: .milliseconds(900))
        } catch {
            logger.error("an incoming call is answered, but not written down", error: error)
        }
        count(message.type, status: 200, disposition: disposition)
        return Response.json(.ok, await found.json)
    }

    /// Returns the disposition. A database that does not answer must not let the sender's own patience run out, least of all a
    /// caller's; what is committed after the deadline all the same is recognised when it comes again.
    private func store(
        _ message: VapiMessage, _ request: Request, within deadline: Duration
    ) async throws -> String {
        let raw = RawEvent(
            id: .timeOrdered(), receivedAt: Date(), type: message.type, providerCallID: message.callID, callID: nil,
            agencyID: nil,
            disposition: message.isAboutUnknownCall ? "unmatched" : message.wantsAnswer ? "answered" : "ignored",
            headers: KeptHeaders.json(request.headers), body: message.withoutSecrets,
            traceparent: ServiceContext.current?.trace?.traceparent)
        let submission = Submission(facts: message.facts, raw: raw)
        return try await withDeadline(deadline) { [writer] in try await writer.submit(submission) }
    }

    private func answer(_ refusal: Refusal, type: String) -> Response {
        count(type, status: Int(refusal.status.code), disposition: "refused")
        return refusal.response
    }

    private func count(_ type: String, status: Int, disposition: String) {
        Counter(
            label: "thavon_webhooks_total",
            dimensions: [("type", type), ("status", "\(status)"), ("disposition", disposition)]
        ).increment()
    }
}

/// Why a webhook is not accepted.
enum Refusal: Error {
    case unauthorized
    case notJSON(String)
    case tooLarge
    case tooSlow
    case tooMany(Duration)
    case unavailable(VapiAnswer)

    var status: HTTPResponse.Status {
        switch self {
        case .unauthorized: .unauthorized
        case .notJSON: .badRequest
        case .tooLarge: .contentTooLarge
        case .tooSlow: .requestTimeout
        case .tooMany: .tooManyRequests
        case .unavailable: .serviceUnavailable
        }
    }

    var response: Response {
        switch self {
        case .unauthorized: .json(status, error: "the credentials are missing or wrong")
        case .notJSON(let reason): .json(status, error: "the body cannot be read: \(reason)")
        case .tooLarge: .json(status, error: "the body is too large")
        case .tooSlow: .json(status, error: "the body took too long")
        case .tooMany(let wait): .json(status, error: "too many webhooks", retryAfter: wait)
        // Vapi is said to read the results of a tool call even from an error answer: then the voice has a sentence.
        case .unavailable(.nothing): .json(status, error: "not stored, try again", retryAfter: .seconds(5))
        case .unavailable(let answer): .json(status, answer.json, retryAfter: .seconds(5))
        }
    }
}

extension Response {
    static func json(_ status: HTTPResponse.Status, _ body: [UInt8], retryAfter: Duration? = nil) -> Response {
        var headers: HTTPFields = [.contentType: "application/json"]
        if let retryAfter { headers[.retryAfter] = "\(max(1, retryAfter.components.seconds))" }
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }

    static func json(_ status: HTTPResponse.Status, error: String, retryAfter: Duration? = nil) -> Response {
        .json(status, VapiAnswer.error(error).json, retryAfter: retryAfter)
    }
}

/// The request headers worth keeping: none of them carries credentials.
enum KeptHeaders {
    private static let names = ["content-type", "user-agent", "x-call-id", "traceparent", "svix-id", "x-forwarded-for"]

    static func json(_ headers: HTTPFields) -> String {
        let members = names.compactMap { name -> String? in
            guard let field = HTTPField.Name(name), let value = headers[field]?.cleaned(limit: 500) else { return nil }
            return "\(JSONText.quoted(name)):\(JSONText.quoted(value))"
        }
        return "{\(members.joined(separator: ","))}"
    }
}
