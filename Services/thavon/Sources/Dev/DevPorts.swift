internal import LocalServers

/// The ports of a development system, all shifted by one number, so that a second one can run beside the first.
struct DevPorts: Sendable {
    var offset: Int

    var postgres: Int { of(5442) }
    var rabbitMQ: Int { of(5682) }
    var console: Int { of(8080) }
    var ingest: Int { of(8081) }
    var calendar: Int { of(8082) }
    var sandbox: Int { of(8090) }

    func of(_ usual: Int) -> Int { usual + offset }

    /// - Throws: ``Failure`` naming the first port that something else has.
    func checkFree(for plans: [ServicePlan]) throws {
        var wanted = [("PostgreSQL", postgres), ("RabbitMQ", rabbitMQ)]
        for plan in plans {
            if let port = plan.httpPort { wanted.append((plan.name, of(port))) }
            wanted.append(("\(plan.name)'s health", plan.healthPort(self)))
        }
        for (name, port) in wanted where !isLoopbackPortFree(port) {
            throw Failure(
                "port \(port) (\(name)) is in use",
                advice: "see who has it with `ss -ltnp 'sport = :\(port)'` and stop that,"
                    + " or choose other ports: make run OFFSET=100 (thavon dev --ports-offset 100)")
        }
    }
}
