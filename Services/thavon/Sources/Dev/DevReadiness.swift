internal import OutboundHTTP

/// Waits until every service says that it is ready, and says meanwhile what is missing.
struct DevReadiness: Sendable {
    let plans: [ServicePlan]
    let ports: DevPorts
    var limit = Duration.seconds(90)

    /// - Throws: ``Failure`` when the limit is over; `CancellationError`.
    func wait() async throws {
        let client = HTTPClient(userAgent: "thavon-dev/1", egress: EgressPolicy(), logger: .silent)
        do {
            try await wait(HealthProbe(client: client))
        } catch {
            await client.shutdown()
            throw error
        }
        await client.shutdown()
    }

    /// Readiness has to be asked for; a tenth of a second between questions is not felt.
    private func wait(_ probe: HealthProbe) async throws {
        let begin = ContinuousClock.now
        var lastWord = begin
        var waiting = plans
        while true {
            var reasons: [String] = []
            for plan in waiting {
                switch await probe.ask(plan.healthURL(ports)) {
                case .ready: waiting.removeAll { $0.name == plan.name }
                case .notReady(let reason): reasons.append("\(plan.name) (\(reason))")
                case .silent: reasons.append("\(plan.name) (no answer yet)")
                }
            }
            guard !waiting.isEmpty else { return }
            guard ContinuousClock.now - begin < limit else {
                throw Failure(
                    "not ready after \(limit): \(reasons.joined(separator: ", "))", advice: "their lines above say why")
            }
            if ContinuousClock.now - lastWord > .seconds(3) {
                lastWord = .now
                Terminal.say("Waiting for \(reasons.joined(separator: ", "))")
            }
            try await Task.sleep(for: .milliseconds(100))
        }
    }
}
