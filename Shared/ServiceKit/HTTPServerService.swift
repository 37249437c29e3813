internal import HTTPTypes
package import Hummingbird
package import Logging
internal import Metrics
internal import NIOCore
internal import Observability
internal import ServiceContextModule

/// A public HTTP server with the limits that every one of ours has: 75 s idle time, 64 KiB of headers.
package func httpServer<Context: RequestContext & InitializableFromSource>(
    router: Router<Context>, host: String, port: Int, logger: Logger,
    onListening: @escaping @Sendable (Int) -> Void = { _ in }
) -> some ApplicationProtocol where Context.Source == ApplicationRequestContextSource {
    Application(
        router: router,
        server: .http1(configuration: .init(idleTimeout: .seconds(75))),
        configuration: .init(address: .hostname(host, port: port), backlog: 1024),
        onServerRunning: { channel in
            guard let port = channel.localAddress?.port else { return }
            logger.info("listening", metadata: ["address": "http://\(host):\(port)"])
            onListening(port)
        },
        logger: logger)
}

/// Continues the caller's trace, or begins one, and measures each request by route and status.
package struct RequestTelemetry<Context: RequestContext>: RouterMiddleware {
    package init() {}

    package func handle(
        _ request: Request, context: Context, next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        let traceparent = HTTPField.Name("traceparent").flatMap { request.headers[$0] }
        var status = 500
        defer {
            let labels = [("route", context.endpointPath ?? "none"), ("status", "\(status)")]
            Timer(label: "thavon_http_request_seconds", dimensions: labels).record(duration: .now - start)
        }
        do {
            let response = try await withTrace(continuing: traceparent) { try await next(request, context) }
            status = Int(response.status.code)
            return response
        } catch let error as any HTTPResponseError {
            status = Int(error.status.code)
            throw error
        }
    }
}

extension Metrics.Timer {
    /// Records a monotonic duration.
    package func record(duration: Duration) {
        let (seconds, attoseconds) = duration.components
        recordNanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
    }
}
