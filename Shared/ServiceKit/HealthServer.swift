internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Observability
internal import ServiceLifecycle

/// `GET /health/live` (200 while the process runs), `/health/ready` (503 with the reasons while a dependency is away) and
/// `/metrics` (Prometheus text).
func healthServer(
    host: String, port: Int, readiness: ReadinessBoard, metrics: PrometheusRegistry, logger: Logger
) -> some Service {
    let router = Router()
    router.get("/health/live") { _, _ in "{\"status\":\"alive\"}\n" }
    router.get("/health/ready") { _, _ in
        let report = await ReadinessReport.of(readiness.checks)
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        let body = try encoder.encode(report)
        return Response(
            status: report.problems.isEmpty ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
    router.get("/metrics") { _, _ in
        Response(
            status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: metrics.text())))
    }
    var quiet = logger
    quiet.logLevel = .warning
    return ListeningServer(
        setting: "HEALTH_PORT", address: "\(host):\(port)",
        server: Application(
            router: router, configuration: .init(address: .hostname(host, port: port)), logger: quiet))
}
