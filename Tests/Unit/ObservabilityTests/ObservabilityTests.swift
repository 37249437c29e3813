import CoreMetrics
import Foundation
import Logging
import Observability
import ServiceContextModule
import Synchronization
import Testing

@Suite struct TraceContextTests {
    static let example = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test func aTraceparentIsReadAndWritten() throws {
        let context = try #require(TraceContext(traceparent: Self.example))
        #expect(context.traceparent == Self.example)
        #expect(context.isSampled)
    }

    @Test(arguments: [
        "", "00", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
    ])
    func aMalformedOneIsNot(text: String) {
        #expect(TraceContext(traceparent: text) == nil)
    }

    @Test func aVersionOfTomorrowIsReadByWhatIsKnown() {
        #expect(TraceContext(traceparent: "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more") != nil)
    }

    @Test func workContinuesTheTraceInANewSpan() async throws {
        let inside = await withTrace(continuing: Self.example) { ServiceContext.current?.trace }
        #expect(inside?.traceID == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(inside?.spanID != "00f067aa0ba902b7")
        let fresh = await withTrace(continuing: "nonsense") { ServiceContext.current?.trace }
        #expect(fresh != nil)
    }
}

@Suite struct LineLogHandlerTests {
    final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    @Test func aLineIsOneJSONObjectWhateverIsLogged() throws {
        let lines = Lines()
        let logger = Logger(label: "x") { _ in
            LineLogHandler(.json, service: "svc", level: .info) { lines.add($0) }
        }
        logger.info(
            "two\nlines \"quoted\" \u{1}", metadata: ["a": "b\\", "n": .stringConvertible(7), "l": ["x", ["y": "z"]]])
        logger.debug("not shown")
        #expect(lines.all.count == 1)
        let line = try #require(lines.all.first)
        #expect(line.hasSuffix("\n") && line.dropLast().contains("\n") == false)
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["message"] as? String == "two\nlines \"quoted\" \u{1}")
        #expect(object["service"] as? String == "svc")
        #expect(object["level"] as? String == "info")
        #expect(object["n"] as? Int == 7)
        #expect(object["a"] as? String == "b\\")
    }

    @Test func theTraceAndTheEventAreInEachLine() async throws {
        let lines = Lines()
        let logger = Logger(label: "x") { _ in
            LineLogHandler(.json, service: "svc", level: .info, metadataProvider: traceMetadataProvider) {
                lines.add($0)
            }
        }
        await withTrace(continuing: TraceContextTests.example, eventID: "e1") { logger.info("hello") }
        let line = try #require(lines.all.first)
        #expect(line.contains("\"trace.id\":\"4bf92f3577b34da6a3ce929d0e0e4736\""))
        #expect(line.contains("\"event.id\":\"e1\""))
    }
}

@Suite struct PrometheusTests {
    @Test func metricsPrintInPrometheusFormat() {
        let registry = PrometheusRegistry()
        Counter(label: "requests_total", dimensions: [("route", "/a\"b"), ("status", "200")], factory: registry)
            .increment(by: 3)
        Counter(label: "requests_total", dimensions: [("status", "200"), ("route", "/a\"b")], factory: registry)
            .increment()
        let timer = Timer(label: "wait.seconds", dimensions: [], preferredDisplayUnit: .seconds, factory: registry)
        timer.recordNanoseconds(2_000_000)
        timer.recordNanoseconds(20_000_000_000)
        Gauge(label: "depth", dimensions: [], factory: registry).record(4.5)
        let text = registry.text()
        #expect(text.contains("# TYPE requests_total counter\nrequests_total{route=\"/a\\\"b\",status=\"200\"} 4\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"0.0025\"} 1\n"))
        #expect(text.contains("wait_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("wait_seconds_count 2\n"))
        #expect(text.contains("depth 4.5\n"))
    }

    @Test func arunawayLabelEndsInOneSeries() {
        let registry = PrometheusRegistry()
        for number in 0..<2000 { Counter(label: "c", dimensions: [("id", "\(number)")], factory: registry).increment() }
        let lines = registry.text().split(separator: "\n")
        #expect(lines.count == PrometheusRegistry.seriesLimit + 2)
        #expect(lines.contains("c{overflow=\"true\"} 1500"))
    }
}
