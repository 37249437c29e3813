/// A complete response.
package struct HTTPResponse: Sendable {
    package enum Version: Sendable, Equatable {
        case http10
        case http11
        case http2
        case http3
        case unknown
    }

    /// When each stage was reached, counted from the start of the (last) transfer. Zero for a stage that did not
    /// happen, as with a reused connection.
    package struct Timings: Sendable, Equatable {
        package var nameResolved: Duration = .zero
        package var connected: Duration = .zero
        package var encrypted: Duration = .zero
        package var firstByte: Duration = .zero
        package var total: Duration = .zero

        package init() {}
    }

    package var status: Int
    package var headers: HTTPHeaders
    /// Decompressed.
    package var body: [UInt8]
    package var httpVersion: Version
    /// Whether an existing connection was used.
    package var reusedConnection: Bool
    package var timings: Timings

    package init(
        status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], httpVersion: Version = .unknown,
        reusedConnection: Bool = false, timings: Timings = Timings()
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.httpVersion = httpVersion
        self.reusedConnection = reusedConnection
        self.timings = timings
    }

    package var isSuccess: Bool { (200..<300).contains(status) }
}
