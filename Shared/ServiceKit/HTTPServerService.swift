internal import HTTPTypes
package import Hummingbird
package import Logging
internal import Metrics
internal import NIOCore
internal import Observability
internal import ServiceContextModule
package import ServiceLifecycle

/// A public HTTP server with the limits that every one of ours has: 75 s idle time, 64 KiB of headers.
package func httpServer<Context: RequestContext & InitializableFromSource>(
    router: Router<Context>, host: String, port: Int, logger: Logger,
    onListening: @escaping @Sendable (Int) -> Void = { _ in }
) -> some Service where Context.Source == ApplicationRequestContextSource {
    ListeningServer(
        setting: "HTTP_PORT", address: "\(host):\(port)",
        server: Application(
            router: router,
            server: .http1(configuration: .init(idleTimeout: .seconds(75))),
            configuration: .init(address: .hostname(host, port: port), backlog: 1024),
            onServerRunning: { channel in
                guard let port = channel.localAddress?.port else { return }
                logger.info("listening", metadata: ["address": "http://\(host):\(port)"])
                onListening(port)
            },
            logger: logger))
}

/// A server that says where it could not listen.
struct ListeningServer<Server: Service>: Service {
    /// The variable that names the port.
    let setting: String
    let address: String
    let server: Server

    func run() async throws {
        do {
            try await server.run()
        } catch let error as IOError {
            throw ListenFailure(setting: setting, address: address, reason: "\(error)")
        } catch let error as SocketAddressError {
            throw ListenFailure(setting: setting, address: address, reason: "\(error)")
        }
    }
}

/// A port that cannot be listened on: somebody else has it, or the address is not this machine's.
struct ListenFailure: Error, CustomStringConvertible {
    let setting: String
    let address: String
    let reason: String

    var description: String { "cannot listen on \(address), change \(setting) or free the port: \(reason)" }
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
