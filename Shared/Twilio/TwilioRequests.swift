internal import FoundationEssentials
internal import OutboundHTTP

/// Requests to Twilio, as values.
struct TwilioRequests: Sendable {
    private let baseURL: String
    private let messages: String
    private let authorization: String

    init(baseURL: String, accountSID: String, user: String, password: String) {
        self.baseURL = baseURL
        messages = "/2010-04-01/Accounts/\(PercentEncoding.encode(accountSID))/Messages"
        authorization = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
    }

    func send(_ payload: [UInt8]) -> HTTPRequest {
        var request = request(.post, "\(messages).json")
        request.headers["content-type"] = TwilioForm.contentType
        request.body = payload
        // Above Twilio's own limit: an answer that is missed has to be looked up.
        request.timeouts.total = .seconds(30)
        return request
    }

    /// - Parameter start: of whose day in GMT, and later, the messages are; nil for no such limit.
    func list(to address: String, sentAfter start: Date?) -> HTTPRequest {
        var query = [("To", address)]
        // The name ends in `>`: `DateSent>=2026-01-01`.
        if let start { query.append(("DateSent>", start.formatted(Self.day))) }
        query.append(("PageSize", "\(Self.pageSize)"))
        return reading("\(messages).json?\(PercentEncoding.form(query))")
    }

    /// - Parameter link: `next_page_uri`: a path.
    /// - Throws: ``TwilioFailure`` for anything else, since the credentials go along.
    func page(_ link: String) throws(TwilioFailure) -> HTTPRequest {
        guard link.hasPrefix("\(messages).json") else {
            throw TwilioFailure(status: nil, reason: "the next page is somewhere else")
        }
        return reading(link)
    }

    func message(_ sid: String) -> HTTPRequest { reading("\(messages)/\(PercentEncoding.encode(sid)).json") }

    private static let pageSize = 100
    private static let day = Date.ISO8601FormatStyle(timeZone: .gmt).year().month().day()

    private func reading(_ path: String) -> HTTPRequest {
        var request = request(.get, path)
        request.maxResponseBytes = 8 << 20
        return request
    }

    private func request(_ method: HTTPMethod, _ path: String) -> HTTPRequest {
        var request = HTTPRequest(method: method, url: baseURL + path)
        request.headers["authorization"] = authorization
        request.headers["accept"] = "application/json"
        return request
    }
}
