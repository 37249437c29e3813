package import CoreMetrics
internal import Synchronization

/// Collects swift-metrics and prints them in Prometheus' text format 0.0.4
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
///
/// Counters print as they are named; timers and aggregating recorders print as histograms (timers in seconds); meters and
/// other recorders print as gauges. A metric keeps at most ``seriesLimit`` label sets: what comes later is counted
/// together under `overflow="true"`, so that a runaway label cannot use up the memory.
package final class PrometheusRegistry: MetricsFactory {
    package static let seriesLimit = 500

    private struct Family {
        var kind: String
        var series: [[Label]: any PrometheusSeries] = [:]
    }

    private let families = Mutex<[String: Family]>([:])

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, "counter", dimensions) { PrometheusCounter() }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, "gauge", dimensions) { PrometheusGauge() }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        aggregate
            ? series(label, "histogram", dimensions) { PrometheusHistogram(bounds: PrometheusHistogram.sizes) }
            : series(label, "gauge", dimensions) { PrometheusGauge() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, "histogram", dimensions) { PrometheusHistogram(bounds: PrometheusHistogram.seconds) }
    }

    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {}
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All metrics as text, sorted by name.
    package func text() -> String {
        var output = ""
        for (name, family) in families.withLock({ $0 }).sorted(by: { $0.key < $1.key }) {
            output += "# TYPE \(name) \(family.kind)\n"
            let ordered = family.series.map { ($0.key.rendered, $0.value) }.sorted { $0.0 < $1.0 }
            for (labels, series) in ordered { series.write(name: name, labels: labels, to: &output) }
        }
        return output
    }

    private func series<Series: PrometheusSeries>(
        _ label: String, _ kind: String, _ dimensions: [(String, String)], make: () -> Series
    ) -> Series {
        let labels = dimensions.map { Label(name: $0.0.prometheusName, value: $0.1) }.sorted { $0.name < $1.name }
        return families.withLock { families in
            var family = families[label.prometheusName] ?? Family(kind: kind)
            defer { families[label.prometheusName] = family }
            if let known = family.series[labels] as? Series { return known }
            let key = family.series.count < Self.seriesLimit ? labels : [Label(name: "overflow", value: "true")]
            if let known = family.series[key] as? Series { return known }
            let new = make()
            // One name used for two kinds is a mistake in the program; the first use keeps the name.
            if family.kind == kind { family.series[key] = new }
            return new
        }
    }
}

struct Label: Hashable {
    var name: String
    var value: String
}

extension [Label] {
    /// `{route="/health",status="200"}` without the braces; empty without labels.
    fileprivate var rendered: String {
        map { "\($0.name)=\"\($0.value.prometheusEscaped)\"" }.joined(separator: ",")
    }
}

extension String {
    fileprivate var prometheusName: String {
        // Nearly all names are fine as they are, and this is asked for each request.
        let isPlain = utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || byte == 0x5f || (0x41...0x5a).contains(byte) || (0x30...0x39).contains(byte)
        }
        if isPlain, let first = utf8.first, !(0x30...0x39).contains(first) { return self }
        var name = String(map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") ? $0 : "_" })
        if name.first?.isNumber ?? true { name = "_" + name }
        return name
    }

    fileprivate var prometheusEscaped: String {
        var escaped = ""
        for character in self {
            switch character {
            case "\\": escaped += "\\\\"
            case "\"": escaped += "\\\""
            case "\n": escaped += "\\n"
            default: escaped.append(character)
            }
        }
        return escaped
    }
}
