internal import FoundationEssentials
internal import OutboundHTTP

/// Are the services ready?
struct ServicesCheck {
    /// Configuration keys: `HEALTH_URLS` (default: the usual ports of this machine).
    var environment: [String: String]

    func findings() async -> [Finding] {
        let client = HTTPClient(userAgent: "thavon-doctor/1", egress: EgressPolicy(), logger: .silent)
        let probe = HealthProbe(client: client)
        var findings: [Finding] = []
        for (name, url) in addresses {
            findings.append(Self.finding(name, url, await probe.ask(url)))
        }
        await client.shutdown()
        return findings
    }

    private var addresses: [(name: String, url: String)] {
        guard let text = environment["HEALTH_URLS"], !text.isEmpty else {
            let ports = DevPorts(offset: 0)
            return ServicePlan.all.filter { $0.name != "sandbox" }.map { ($0.name, $0.healthURL(ports)) }
        }
        return text.split(separator: ",").compactMap { entry in
            let parts = entry.split(separator: "=", maxSplits: 1)
            return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
        }
    }

    private static func finding(_ name: String, _ url: String, _ health: HealthProbe.Answer) -> Finding {
        switch health {
        case .ready: .ok(name, "ready at \(url)")
        case .notReady(let reason): .problem(name, reason, advice: "it recovers by itself once that is back")
        case .silent(let reason): .problem(name, "no answer (\(reason))", advice: "start it, and see its log")
        }
    }
}

/// Asks a service whether it is ready.
struct HealthProbe: Sendable {
    enum Answer: Sendable, Equatable {
        case ready
        /// With what it waits for.
        case notReady(String)
        case silent(String)
    }

    var client: HTTPClient

    private struct Report: Decodable {
        var problems: [String: String]
    }

    /// - Parameter base: without a slash at the end.
    func ask(_ base: String) async -> Answer {
        do {
            let timeouts = HTTPRequest.Timeouts(connect: .seconds(2), total: .seconds(6))
            let response = try await client.send(HTTPRequest(url: base + "/health/ready", timeouts: timeouts))
            if response.isSuccess { return .ready }
            let report = try? JSONDecoder().decode(Report.self, from: Data(response.body))
            let problems = (report?.problems ?? [:]).sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
            return .notReady(problems.isEmpty ? "answers with \(response.status)" : problems.joined(separator: "; "))
        } catch {
            return .silent("\(error)")
        }
    }
}
