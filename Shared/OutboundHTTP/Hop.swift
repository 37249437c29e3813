/// A request on its way to one server: the first, or the one that a redirect named.
struct Hop: Sendable {
    var request: HTTPRequest
    var target: RequestTarget
    /// As the request has it, until a redirect leads to a place that we did not choose.
    var origin: HTTPRequest.Origin
    /// What is left of the total timeout.
    var timeLeft: Duration
    /// Redirects followed so far.
    var followed = 0

    /// Checks all that can be checked before anything is sent.
    init(_ request: HTTPRequest) throws(HTTPClientError) {
        guard let target = RequestTarget(request.url) else {
            throw HTTPClientError(
                .invalidURL, operation: "\(request.method.rawValue) <invalid URL>", requestMayHaveBeenProcessed: false)
        }
        self.request = request
        self.target = target
        origin = request.origin
        timeLeft = request.timeouts.total
        if !HTTPHeaders.isToken(request.method.rawValue) { throw unsent(.invalidRequest, "malformed method") }
        if request.headers.firstMalformed != nil { throw unsent(.invalidRequest, "malformed header") }
    }

    /// For errors and logs.
    var operation: String { "\(request.method.rawValue) \(target.redacted)" }

    func unsent(_ code: HTTPClientError.Code, _ detail: String? = nil) -> HTTPClientError {
        failure(code, detail, maybeProcessed: false)
    }

    func failure(
        _ code: HTTPClientError.Code, _ detail: String? = nil, curl: Int32? = nil, maybeProcessed: Bool
    ) -> HTTPClientError {
        // After a redirect, a server has had the request before.
        HTTPClientError(
            code, operation: operation, requestMayHaveBeenProcessed: maybeProcessed || followed > 0, detail: detail,
            underlyingCode: curl)
    }

    /// The header lines in libcurl's form. An empty value is written `Name;`, and `Name:` takes one of libcurl's own
    /// away.
    func headerLines(userAgent: String) -> [String] {
        var headers = request.headers
        if (headers["User-Agent"] ?? "").isEmpty { headers["User-Agent"] = userAgent }
        if let token = request.signature?.sessionToken { headers["X-Amz-Security-Token"] = token }
        var lines = headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        if headers["Accept"] == nil { lines.append("Accept: */*") }
        // libcurl 7.88 signs what these take away (`make_headers` in its http_aws_sigv4.c).
        guard request.signature == nil else { return lines }
        if headers["Expect"] == nil { lines.append("Expect:") }
        if headers["Content-Type"] == nil { lines.append("Content-Type:") }
        return lines
    }

    /// Where the response sends us, or nil when it is an answer or no redirect is wanted.
    func redirected(by response: HTTPResponse) throws(HTTPClientError) -> Hop? {
        guard request.maxRedirects > 0, [301, 302, 303, 307, 308].contains(response.status),
            let location = response.headers["Location"]
        else { return nil }
        guard followed < request.maxRedirects else { throw failure(.tooManyRedirects, maybeProcessed: true) }
        guard let next = RequestTarget(location, relativeTo: target) else {
            throw failure(.invalidResponse, "malformed Location", maybeProcessed: true)
        }
        if target.scheme == "https" && next.scheme != "https" {
            throw failure(.egressDenied, "redirect away from https", maybeProcessed: true)
        }
        var hop = self
        hop.target = next
        hop.followed += 1
        if response.status == 303 || (response.status <= 302 && request.method == .post) {
            if request.method != .head { hop.request.method = .get }
            (hop.request.body, hop.request.upload) = (nil, nil)
            hop.request.headers["Content-Type"] = nil
        }
        if !next.hasSameOrigin(as: target) {
            hop.origin = .untrusted
            hop.request.signature = nil
            // Secrets travel in headers of many names, so what may follow is listed rather than what may not.
            hop.request.headers.removeAll { !Self.travels.contains($0.name.lowercased()) }
        }
        return hop
    }

    private static let travels: Set<String> = [
        "accept", "accept-language", "content-type", "range", "traceparent", "tracestate", "user-agent",
    ]
}
