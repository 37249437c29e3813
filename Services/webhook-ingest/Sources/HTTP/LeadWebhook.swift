internal import Contracts
internal import Crypto
internal import Deadlines
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LeadWords
internal import LenientJSON
internal import Logging
internal import Metrics
internal import NIOCore
internal import Observability
internal import Postgres
internal import ServiceContextModule

/// `POST /api/webhooks/inbound/{agency_id}`: a lead from a form, Zapier or the like.
///
/// - 202: stored, with the lead's id and warnings. - 400: neither JSON nor a form, or nothing in it. - 401: no token that is
/// known. - 404: the token is another agency's. - 413, 429: too large, too many. - 422: the `Idempotency-Key` was used for
/// another body. - 503: not stored, to be sent again.
struct LeadWebhook: Sendable {
    static let path: RouterPath = "/api/webhooks/inbound/{agency_id}"
    private static let largestBody = 1 << 20
    private static let longestKey = 255

    let pool: PostgresPool
    let intake: LeadIntake
    let limiter: RateLimiter?
    let languages: LanguageNames
    let logger: Logger

    func handle(_ request: Request, context: some RequestContext) async throws -> Response {
        do {
            let token = try await verified(request, context)
            if let wait = limiter?.take("lead \(token.agencyID)") {
                throw Problem(.tooManyRequests, "too many leads", wait)
            }
            let response = try await store(request, token)
            count("accepted")
            return response
        } catch let problem as Problem {
            count("\(problem.status.code)")
            return .json(problem.status, error: problem.text, retryAfter: problem.retryAfter)
        } catch {
            count("failed")
            logger.error("lead not stored, the sender is asked to try again", error: error)
            return .json(.serviceUnavailable, error: "not stored, try again", retryAfter: .seconds(5))
        }
    }

    private struct Problem: Error {
        let status: HTTPResponse.Status
        let text: String
        let retryAfter: Duration?

        init(_ status: HTTPResponse.Status, _ text: String, _ retryAfter: Duration? = nil) {
            self.status = status
            self.text = text
            self.retryAfter = retryAfter
        }
    }

    private func verified(_ request: Request, _ context: some RequestContext) async throws -> FindToken.Row {
        let words = (request.headers[.authorization] ?? "").split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw Problem(.unauthorized, "a bearer token is needed")
        }
        // Looked up by its hash: what can be timed is a probe of an index with something that nobody can choose.
        let hash = Array(SHA256.hash(data: Array(words[1].utf8)))
        let found = try await withDeadline(.seconds(5)) { [pool] in try await pool.execute(FindToken(hash: hash)).first
        }
        guard let found else { throw Problem(.unauthorized, "the token is not known") }
        let agency = context.parameters.get("agency_id").flatMap { AgencyID($0) }
        guard agency == found.agencyID else { throw Problem(.notFound, "not found") }
        return found
    }

    private func store(_ request: Request, _ token: FindToken.Row) async throws -> Response {
        let body = try await body(of: request)
        let fields = try fields(body, type: request.headers[.contentType] ?? "")
        let now = Date()
        let sender = LeadSubmission.Sender(
            address: HTTPField.Name("x-forwarded-for").flatMap { request.headers[$0] }
                .flatMap { $0.split(separator: ",").first.map(String.init) },
            userAgent: request.headers[.userAgent])
        let lead = LeadSubmission(fields, agency: token.defaults, sender: sender, now: now, languages: languages)
        guard lead.name != nil || lead.phone != nil || lead.phoneGiven != nil || lead.email != nil else {
            throw Problem(.badRequest, "there is no name, number or mail address in it")
        }
        let key = HTTPField.Name("idempotency-key").flatMap { request.headers[$0] }
        if let key, key.isEmpty || key.utf8.count > Self.longestKey || key.utf8.contains(0) {
            throw Problem(.badRequest, "the Idempotency-Key must be of 1 to \(Self.longestKey) bytes")
        }
        let taken = LeadIntake.Request(
            agencyID: token.agencyID, lead: lead, languageIsGiven: languages.isGiven(in: fields), idempotencyKey: key,
            body: body, headers: KeptHeaders.json(request.headers),
            traceparent: ServiceContext.current?.trace?.traceparent, receivedAt: now)
        let outcome = try await withDeadline(.seconds(10)) { [intake] in try await intake.take(taken) }
        guard case .accepted(let answer) = outcome else {
            throw Problem(.unprocessableContent, "the Idempotency-Key was used for another request")
        }
        return .json(.accepted, Array(answer.utf8))
    }

    private func body(of request: Request) async throws -> [UInt8] {
        do {
            return try await request.bytes(within: .seconds(20)) { taken, more in
                guard taken + more <= Self.largestBody else {
                    throw Problem(.contentTooLarge, "the body is larger than \(Self.largestBody) bytes")
                }
            }
        } catch is DeadlineExceeded {
            throw Problem(.requestTimeout, "the body took too long")
        }
    }

    /// By its type, and where that does not tell by its looks.
    private func fields(_ body: [UInt8], type: String) throws -> LeadFields {
        let type = type.lowercased()
        if type.hasPrefix("application/x-www-form-urlencoded") { return LeadFields(form: body) }
        if type.hasPrefix("multipart/") {
            throw Problem(.unsupportedMediaType, "send JSON or application/x-www-form-urlencoded")
        }
        do {
            let document = try JSONDocument(parsing: body)
            switch document.root.kind {
            case .object: return LeadFields(json: document.root)
            case .array where Array(document.root.elements).count == 1: return LeadFields(json: document.root)
            case .array: throw Problem(.badRequest, "one lead a request")
            default: throw Problem(.badRequest, "the body must be an object")
            }
        } catch let error as JSONParseError {
            guard !type.contains("json"), body.contains(UInt8(ascii: "=")) else {
                throw Problem(.badRequest, "the body cannot be read: \(error)")
            }
            return LeadFields(form: body)
        }
    }

    private func count(_ result: String) {
        Counter(label: "thavon_leads_received_total", dimensions: [("result", result)]).increment()
    }
}

extension LanguageNames {
    /// Whether the sender said a language, rather than leaving it to the country.
    func isGiven(in fields: LeadFields) -> Bool { LeadSubmission.language(fields, self) != nil }
}
