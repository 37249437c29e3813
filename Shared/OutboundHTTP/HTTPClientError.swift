/// Why there is no response.
package struct HTTPClientError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable {
        /// The URL, the method or a header cannot be sent.
        case invalidURL
        case invalidRequest
        /// The name did not resolve.
        case dns
        case connect
        /// The TLS handshake failed, or the certificate is not to be trusted.
        case tls
        /// One of the request's ``HTTPRequest/Timeouts`` ran out.
        case timeout
        case responseTooLarge
        /// ``EgressPolicy`` forbids the target.
        case egressDenied
        /// The connection ended before the response did.
        case connectionLost
        /// What came back is not HTTP, or cannot be decoded.
        case invalidResponse
        case tooManyRedirects
        /// The task was cancelled.
        case cancelled
        /// The client has been shut down.
        case closed
        /// The file that the body goes to cannot be written, or the one it comes from cannot be read.
        case file
        /// libcurl failed in a way that has nothing to do with the other side.
        case failed
    }

    package var code: Code
    /// Whether the other side may have seen the request. False only when it was certainly not sent.
    package var requestMayHaveBeenProcessed: Bool
    /// Method and URL, without query string, userinfo and fragment.
    package var operation: String
    /// A constant phrase or an address; never a part of the request.
    package var detail: String?
    /// libcurl's `CURLcode`, when it was libcurl that failed.
    package var underlyingCode: Int32?

    package init(
        _ code: Code, operation: String, requestMayHaveBeenProcessed: Bool, detail: String? = nil,
        underlyingCode: Int32? = nil
    ) {
        self.code = code
        self.operation = operation
        self.requestMayHaveBeenProcessed = requestMayHaveBeenProcessed
        self.detail = detail
        self.underlyingCode = underlyingCode
    }

    /// Fit for a log line: no query string, userinfo, header or body.
    package var description: String {
        var text = "\(operation): \(code.rawValue)"
        if let detail { text += ", \(detail)" }
        if let underlyingCode { text += " (curl \(underlyingCode))" }
        return text
    }
}
