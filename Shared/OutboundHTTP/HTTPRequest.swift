/// A request to send, as a value.
package struct HTTPRequest: Sendable {
    /// Who chose the URL. See ``EgressPolicy``.
    package enum Origin: Sendable {
        /// Our own configuration: private and loopback addresses are fine.
        case trusted
        /// Someone outside: a webhook, a form, a redirect. Only public addresses.
        case untrusted
    }

    /// How long each stage may take.
    package struct Timeouts: Sendable, Equatable {
        /// Name resolution, TCP and TLS together.
        package var connect: Duration
        /// The whole exchange, redirects included, from the call to the last byte.
        package var total: Duration
        /// How long nothing may come or go, in whole seconds, after about five in which libcurl still counts what came
        /// before; nil for as long as the total.
        package var stall: Duration?

        package init(connect: Duration = .seconds(3), total: Duration = .seconds(10), stall: Duration? = nil) {
            self.connect = connect
            self.total = total
            self.stall = stall
        }
    }

    package var method: HTTPMethod
    /// Absolute, `http` or `https`.
    package var url: String
    /// Sent as given. `User-Agent` here takes the place of the client's, unless it is empty.
    package var headers: HTTPHeaders
    package var body: [UInt8]?
    /// A file whose bytes are sent in place of ``body``.
    package var upload: FileUpload?
    /// A file that takes the body of a 2xx response, so that it is never in memory.
    package var download: FileDownload?
    /// Has the request signed.
    package var signature: AWSSignature?
    package var timeouts: Timeouts
    /// The most body bytes to accept, after decompression.
    package var maxResponseBytes: Int
    package var origin: Origin
    /// How many redirects to follow. None by default: a 3xx is then an ordinary response.
    package var maxRedirects: Int
    /// Whether sending it twice does no more than sending it once: so by method, or because it says so itself, for
    /// example by an `Idempotency-Key`. Only such a request is ever sent again after an uncertain outcome.
    package var isIdempotent: Bool

    /// - Parameter isIdempotent: taken from the method when nil.
    package init(
        method: HTTPMethod = .get, url: String, headers: HTTPHeaders = [:], body: [UInt8]? = nil,
        timeouts: Timeouts = Timeouts(), maxResponseBytes: Int = 1 << 20, origin: Origin = .trusted,
        maxRedirects: Int = 0, isIdempotent: Bool? = nil
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeouts = timeouts
        self.maxResponseBytes = maxResponseBytes
        self.origin = origin
        self.maxRedirects = maxRedirects
        self.isIdempotent = isIdempotent ?? method.isIdempotent
    }
}
