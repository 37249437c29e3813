internal import Foundation

/// Each service with nothing to do.
struct IdlePart {
    let bed: Bed
    let report: Report

    private struct Service: Codable {
        var readyMilliseconds: [Double] = []
        var residentMegabytes = 0.0
        var processorMillisecondsIn10Seconds = 0.0
    }

    func run() async throws {
        var services: [String: Service] = [:]
        for _ in 0..<bed.plan.rounds {
            // One after the other: two that start at once would share the processor.
            for name in Bed.serviceNames {
                try await bed.withServices([name]) { running in
                    let ready = running[name]?.readyAfter.milliseconds ?? 0
                    services[name, default: Service()].readyMilliseconds.append(ready)
                }
            }
        }
        let rest = try await atRest()
        for name in Bed.serviceNames {
            services[name]?.residentMegabytes = rest[name]?.megabytes ?? 0
            services[name]?.processorMillisecondsIn10Seconds = rest[name]?.milliseconds ?? 0
            guard let service = services[name] else { continue }
            report.add(
                .idle, name,
                "\(service.readyMilliseconds.median.text()) ms, \(service.residentMegabytes.text(1)) MB, "
                    + "\(service.processorMillisecondsIn10Seconds.text(1)) ms",
                "start to ready; resident; processor time in 10 s (goals: 1000 ms, 40 MB, none)")
        }
        try report.save(.idle, services)
    }

    private func atRest() async throws -> [String: (megabytes: Double, milliseconds: Double)] {
        let (bed, seconds) = (bed, min(10, Double(bed.plan.seconds)))
        return try await bed.withServices(Bed.serviceNames) { running in
            // What is left to do after the start is done by then.
            try await Task.sleep(for: .seconds(3))
            let before = running.mapValues { Usage.fineSeconds(of: $0.id) }
            try await Task.sleep(for: .seconds(seconds))
            return running.mapValues { service in
                let used = Usage.fineSeconds(of: service.id) - (before[service.name] ?? 0)
                return (Usage.megabytes("VmRSS", of: service.id), used * 1000 * 10 / seconds)
            }
        }
    }
}
