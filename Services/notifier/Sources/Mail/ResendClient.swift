internal import FoundationEssentials
internal import OutboundHTTP

/// Hands mails over to Resend: `POST /emails` for one, `POST /emails/batch` for up to 100
/// (https://resend.com/docs/api-reference/emails/send-email, …/send-batch-emails).
struct ResendClient: Sendable {
    static let batchLimit = 100

    let http: HTTPClient
    let baseURL: String
    let apiKey: String

    /// Sends these frozen bodies as one request.
    ///
    /// - Parameter key: the `Idempotency-Key`; the same bodies in the same order always travel under the same key.
    func send(_ payloads: [[UInt8]], key: String) async -> SendOutcome {
        do {
            let response = try await http.send(Self.request(payloads, key: key, baseURL: baseURL, apiKey: apiKey))
            return ResendAnswer.outcome(status: response.status, headers: response.headers, body: response.body)
        } catch {
            // Repeating is safe under the same key, whether or not it was processed.
            return .retry(after: nil, reason: "\(error)", isOpen: error.requestMayHaveBeenProcessed)
        }
    }

    static func request(_ payloads: [[UInt8]], key: String, baseURL: String, apiKey: String) -> HTTPRequest {
        let isBatch = payloads.count > 1
        let body = isBatch ? array(of: payloads) : payloads.first ?? []
        var request = HTTPRequest(method: .post, url: baseURL + (isBatch ? "/emails/batch" : "/emails"))
        request.headers["authorization"] = "Bearer \(apiKey)"
        request.headers["content-type"] = "application/json"
        request.headers["idempotency-key"] = key
        request.body = body
        return request
    }

    private static func array(of payloads: [[UInt8]]) -> [UInt8] {
        var body: [UInt8] = [UInt8(ascii: "[")]
        body.reserveCapacity(payloads.reduce(2) { $0 + $1.count + 1 })
        for (index, payload) in payloads.enumerated() {
            if index > 0 { body.append(UInt8(ascii: ",")) }
            body += payload
        }
        body.append(UInt8(ascii: "]"))
        return body
    }
}

/// Reads Resend's answers (https://resend.com/docs/api-reference/errors).
enum ResendAnswer {
    private struct Accepted: Decodable {
        struct Item: Decodable { var id: String }
        var id: String?
        var data: [Item]?
    }

    private struct Problem: Decodable {
        var name: String?
        var message: String?
    }

    static func outcome(status: Int, headers: HTTPHeaders, body: [UInt8]) -> SendOutcome {
        if (200..<300).contains(status) {
            let accepted = try? JSONDecoder().decode(Accepted.self, from: Data(body))
            return .accepted(ids: accepted?.data?.map(\.id) ?? accepted?.id.map { [$0] } ?? [])
        }
        // In front sits a CDN whose errors are not JSON.
        let problem = try? JSONDecoder().decode(Problem.self, from: Data(body))
        let name = problem?.name ?? "http_\(status)"
        let reason = "\(status) \(name)" + (problem?.message.map { ": \($0.prefix(300))" } ?? "")
        return outcome(status: status, name: name, reason: reason, retryAfter: retryAfter(headers))
    }

    private static func outcome(status: Int, name: String, reason: String, retryAfter: Duration?) -> SendOutcome {
        switch (status, name) {
        case (401, _), (403, _): .misconfigured(reason: reason)
        case (409, "concurrent_idempotent_requests"):
            .retry(after: retryAfter ?? .seconds(1), reason: reason, isOpen: true)
        case (409, "invalid_idempotent_request"): .keyConflict(reason: reason)
        case (429, "daily_quota_exceeded"), (429, "monthly_quota_exceeded"): .quotaUsedUp(reason: reason)
        case (429, _): .retry(after: retryAfter ?? .seconds(1), reason: reason, isOpen: false)
        case (408, _), (500..., _): .retry(after: retryAfter, reason: reason, isOpen: true)
        default: .refused(reason: reason)
        }
    }

    private static func retryAfter(_ headers: HTTPHeaders) -> Duration? {
        guard let seconds = headers["retry-after"].flatMap({ Double($0) }), seconds.isFinite else { return nil }
        return .seconds(min(max(seconds, 0), 3600))
    }
}
