package import FoundationEssentials
package import LenientJSON
package import OutboundHTTP

/// Vapi's API, as far as it is used: https://docs.vapi.ai/api-reference
package struct VapiClient: Sendable {
    private let http: HTTPClient
    private let baseURL: String
    private let apiKey: String

    /// - Parameters:
    ///   - baseURL: `https://api.vapi.ai`, or `https://api.eu.vapi.ai`.
    ///   - apiKey: the private key.
    package init(http: HTTPClient, baseURL: String, apiKey: String) {
        self.http = http
        self.baseURL = baseURL
        self.apiKey = apiKey
    }

    /// Asks for a call, once: there is no idempotency, so that nothing here tries again.
    package func place(_ body: [UInt8]) async -> Placement {
        var request = request(.post, "/call")
        request.body = body
        do {
            let response = try await http.send(request)
            return PlacementAnswer.read(
                status: response.status, retryAfter: response.headers["retry-after"], body: response.body)
        } catch {
            guard error.requestMayHaveBeenProcessed else {
                return .unreachable(reason: "the voice platform was not reached: \(error.code)")
            }
            return .uncertain(reason: "no answer from the voice platform: \(error.code)")
        }
    }

    /// A call as it stands; nil when there is none of that id.
    ///
    /// - Throws: ``VapiFailure``.
    package func call(_ id: String) async throws(VapiFailure) -> JSONNode? {
        try await get("/call/\(PercentEncoding.encode(id))")
    }

    /// What the audio of a call is asked for with: a redirect to where it lies, or 404. The key is dropped on the way there.
    package func recordingRequest(_ callID: String) -> HTTPRequest {
        var request = request(.get, "/call/\(PercentEncoding.encode(callID))/mono-recording")
        request.headers["content-type"] = nil
        return request
    }

    /// The calls that were created in a span of time, in no order that is promised.
    ///
    /// - Throws: ``VapiFailure``.
    package func calls(assistantID: String, from start: Date, to end: Date) async throws(VapiFailure) -> [JSONNode] {
        let query =
            "/call?assistantId=\(PercentEncoding.encode(assistantID))&createdAtGe=\(Self.time(start))&createdAtLe=\(Self.time(end))"
            + "&limit=\(Self.pageLimit)"
        // Nothing may be concluded from what is no list.
        guard let page = try await get(query), page.kind == .array else {
            throw VapiFailure(status: nil, reason: "the list of calls is no list")
        }
        return Array(page.elements)
    }

    /// How many calls ``calls(assistantID:from:to:)`` returns at most.
    package static let pageLimit = 1000

    /// A resource such as `/assistant/{id}`; nil when there is none.
    ///
    /// - Throws: ``VapiFailure``.
    package func get(_ path: String) async throws(VapiFailure) -> JSONNode? {
        var request = request(.get, path)
        request.maxResponseBytes = 64 << 20
        return try await send(request)
    }

    /// Makes a resource and returns it. Sent once: whether it was made after an error has to be looked up.
    ///
    /// - Throws: ``VapiFailure``.
    package func post(_ path: String, _ body: [UInt8]) async throws(VapiFailure) -> JSONNode? {
        var request = request(.post, path)
        request.body = body
        return try await send(request)
    }

    /// Changes members of a resource and returns it as it is then.
    ///
    /// - Throws: ``VapiFailure``.
    package func patch(_ path: String, _ body: [UInt8]) async throws(VapiFailure) -> JSONNode? {
        var request = request(.patch, path)
        request.body = body
        return try await send(request)
    }

    private func request(_ method: HTTPMethod, _ path: String) -> HTTPRequest {
        var request = HTTPRequest(method: method, url: baseURL + path)
        request.headers["authorization"] = "Bearer \(apiKey)"
        request.headers["content-type"] = "application/json"
        return request
    }

    private func send(_ request: HTTPRequest) async throws(VapiFailure) -> JSONNode? {
        let response: HTTPResponse
        do {
            response = try await http.send(request)
        } catch {
            throw VapiFailure(status: nil, reason: "\(error.code)")
        }
        if response.status == 404 { return nil }
        guard (200..<300).contains(response.status) else {
            throw VapiFailure(status: response.status, reason: PlacementAnswer.reason(response.status, response.body))
        }
        guard let document = try? JSONDocument(parsing: response.body) else {
            throw VapiFailure(status: response.status, reason: "the answer is not JSON")
        }
        return document.root
    }

    private static func time(_ date: Date) -> String {
        date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

/// Vapi did not answer as asked.
package struct VapiFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nil when there was no answer.
    package let status: Int?
    package let reason: String

    package var description: String { reason }
    /// Whether the key is refused.
    package var isUnauthorized: Bool { status == 401 || status == 403 }
}

/// Reads the answers to `POST /call`. Pure.
enum PlacementAnswer {
    static func read(status: Int, retryAfter: String?, body: [UInt8]) -> Placement {
        let reason = reason(status, body)
        let wait = retryAfter.flatMap { Double($0) }.flatMap { $0.isFinite && $0 >= 0 ? min($0, 3600) : nil }
        switch status {
        case 200..<300:
            guard let id = (try? JSONDocument(parsing: body))?.root["id"]?.nonEmptyString else {
                return .uncertain(reason: "an answer without a call's id")
            }
            return .placed(callID: id)
        case 400 where isAboutLimits(reason): return .busy(reason: reason, retryAfter: .seconds(wait ?? 10))
        case 401, 402, 403: return .closed(reason: reason)
        case 429: return .busy(reason: reason, retryAfter: .seconds(wait ?? 5))
        case 404: return .misconfigured(reason: reason)
        case 400 where isAboutOurs(reason): return .misconfigured(reason: reason)
        case 408, 500...: return .uncertain(reason: reason)
        default: return .refused(reason: reason)
        }
    }

    private static func isAboutLimits(_ reason: String) -> Bool {
        ["concurrency", "concurrent"].contains { reason.lowercased().contains($0) }
    }

    /// Vapi names the member of the request that it does not like, or what it did not find. Whoever is called is `customer`.
    private static func isAboutOurs(_ reason: String) -> Bool {
        let text = reason.lowercased().filter(\.isLetter)
        return !text.contains("customer") && ["phonenumber", "assistant", "daily"].contains { text.contains($0) }
    }

    /// `message` is a text or a list of texts; in front sits a network whose errors are not JSON.
    static func reason(_ status: Int, _ body: [UInt8]) -> String {
        guard let root = (try? JSONDocument(parsing: body))?.root, let message = root["message"] else {
            return "\(status)"
        }
        let texts = message.string.map { [$0] } ?? message.elements.compactMap(\.string)
        let text = texts.joined(separator: "; ").prefix(300)
        return text.isEmpty ? "\(status)" : "\(status) \(text)"
    }
}
