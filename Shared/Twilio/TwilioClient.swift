package import FoundationEssentials
internal import LenientJSON
package import OutboundHTTP

/// Twilio's messages, as far as they are used (https://www.twilio.com/docs/messaging/api/message-resource). Nothing is
/// tried again here.
package struct TwilioClient: Sendable {
    private let requests: TwilioRequests
    private let exchange: @Sendable (HTTPRequest) async throws(HTTPClientError) -> HTTPResponse

    /// - Parameters:
    ///   - baseURL: `https://api.twilio.com`, or a region's.
    ///   - authToken: of the account, or the secret of an API key.
    ///   - apiKeySID: `SK…`, when `authToken` is that key's secret. Callbacks are signed with the account's token all
    ///     the same.
    package init(http: HTTPClient, baseURL: String, accountSID: String, authToken: String, apiKeySID: String? = nil) {
        self.init(
            requests: TwilioRequests(
                baseURL: baseURL, accountSID: accountSID, user: apiKeySID ?? accountSID, password: authToken)
        ) { request throws(HTTPClientError) in try await http.send(request) }
    }

    init(
        requests: TwilioRequests,
        exchange: @escaping @Sendable (HTTPRequest) async throws(HTTPClientError) -> HTTPResponse
    ) {
        self.requests = requests
        self.exchange = exchange
    }

    /// Sends the message, once.
    package func send(_ message: TwilioMessage) async -> TwilioOutcome {
        do {
            return await send(frozen: try message.frozen())
        } catch {
            return .refused(code: nil, reason: "\(error)", class: .other)
        }
    }

    /// Sends a message that was stored, once: there is no idempotency, so that nothing here tries again.
    ///
    /// - Parameter payload: ``TwilioMessage/frozen()``.
    package func send(frozen payload: [UInt8]) async -> TwilioOutcome {
        do {
            let response = try await exchange(requests.send(payload))
            return TwilioAnswer.read(
                status: response.status, retryAfter: response.headers["retry-after"], body: response.body)
        } catch {
            guard error.requestMayHaveBeenProcessed else {
                return .unreachable(reason: "Twilio was not reached: \(error.code)")
            }
            return .uncertain(reason: "no answer from Twilio: \(error.code)")
        }
    }

    /// The messages to one recipient since a moment, to see which of them are ours. See ``TwilioMatching``.
    ///
    /// Twilio filters by the day of sending, and does not say whether a message that still waits has one: so the newest
    /// are asked for without the filter too. A message that is not there may appear later; ask again before giving up.
    ///
    /// - Parameter address: as sent: with `whatsapp:` for WhatsApp.
    /// - Throws: ``TwilioFailure``, also when there are more than ``pageLimit`` pages: nothing may be concluded then.
    package func find(to address: String, sentAfter start: Date) async throws(TwilioFailure) -> [TwilioRecord] {
        var found = try await page(requests.list(to: address, sentAfter: nil)).records
        var next: HTTPRequest? = requests.list(
            to: address, sentAfter: start.addingTimeInterval(-TwilioLookup.clockSkew))
        var pages = 0
        while let request = next {
            guard pages < Self.pageLimit else { throw TwilioFailure(status: nil, reason: "too many pages of messages") }
            let page = try await page(request)
            found += page.records
            next = try page.next.map { link throws(TwilioFailure) in try requests.page(link) }
            pages += 1
        }
        var seen: Set<String> = []
        // Days are Twilio's in the filter: what is before the moment is told apart by the caller.
        return found.filter { seen.insert($0.sid).inserted }
    }

    /// How many pages ``find(to:sentAfter:)`` reads at most.
    package static let pageLimit = 20

    /// A message as it stands; nil when there is none of that id.
    ///
    /// - Throws: ``TwilioFailure``.
    package func message(_ sid: String) async throws(TwilioFailure) -> TwilioRecord? {
        guard let node = try await get(requests.message(sid)) else { return nil }
        guard let record = TwilioRecord(node) else {
            throw TwilioFailure(status: nil, reason: "the answer is no message")
        }
        return record
    }

    private func page(_ request: HTTPRequest) async throws(TwilioFailure) -> (records: [TwilioRecord], next: String?) {
        // Nothing may be concluded from what is no list.
        guard let page = try await get(request), let messages = page["messages"], messages.kind == .array else {
            throw TwilioFailure(status: nil, reason: "the list of messages is no list")
        }
        return (messages.elements.compactMap { TwilioRecord($0) }, page["next_page_uri"]?.nonEmptyString)
    }

    private func get(_ request: HTTPRequest) async throws(TwilioFailure) -> JSONNode? {
        let response: HTTPResponse
        do {
            response = try await exchange(request)
        } catch {
            throw TwilioFailure(status: nil, reason: "\(error.code)")
        }
        if response.status == 404 { return nil }
        let root = (try? JSONDocument(parsing: response.body))?.root
        guard response.isSuccess else {
            throw TwilioFailure(status: response.status, reason: TwilioAnswer.reason(response.status, nil, root))
        }
        guard let root else { throw TwilioFailure(status: response.status, reason: "the answer is not JSON") }
        return root
    }
}

/// Twilio did not answer a question as asked.
package struct TwilioFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Nil when there was no answer.
    package let status: Int?
    package let reason: String

    package var description: String { reason }
    /// Whether the credentials are refused.
    package var isUnauthorized: Bool { status == 401 || status == 403 }
}
