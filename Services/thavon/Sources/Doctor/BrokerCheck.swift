internal import AMQP
internal import Messaging
internal import ServiceKit

/// Can the broker be reached, are all queues there, and do dead letters wait in it?
struct BrokerCheck {
    var environment: [String: String]

    func findings() async -> [Finding] {
        var settings = Settings(environment: environment)
        let configuration: AMQPConfiguration
        do {
            configuration = try settings.broker(service: "thavon doctor")
        } catch {
            return [.problem("broker", "\(error)", advice: "set it, for example amqp://user:password@127.0.0.1:5672/")]
        }
        let broker = AMQPAdministration(configuration: configuration)
        do {
            try await broker.connect()
        } catch {
            let advice =
                error.code == .authentication
                ? "correct user, password or virtual host in AMQP_URL" : "start RabbitMQ, or correct AMQP_URL"
            return [.problem("broker", "\(error)", advice: advice)]
        }
        let findings = [.ok("broker", "\(configuration)"), await topology(broker), await deadLetters(broker)]
        await broker.close()
        return findings.compactMap { $0 }
    }

    private func topology(_ broker: AMQPAdministration) async -> Finding {
        var missing: [String] = []
        for queue in EventTopology.shared.queues {
            do {
                _ = try await broker.queueDepth(queue.name)
            } catch  where error.code == .notFound {
                missing.append(queue.name)
            } catch {
                return .problem("queues", "\(error)", advice: "see the broker's log")
            }
        }
        return missing.isEmpty
            ? .ok("queues", "all \(EventTopology.shared.queues.count) are there")
            : .problem(
                "queues", "missing: \(missing.joined(separator: ", "))",
                advice: "start any service: each declares all of them")
    }

    /// Nil where the queue is missing, which the check of the queues has said.
    private func deadLetters(_ broker: AMQPAdministration) async -> Finding? {
        guard let depth = try? await broker.queueDepth(EventTopology.dead) else { return nil }
        return depth.messages == 0
            ? .ok("dead letters", "none")
            : .note(
                "dead letters", "\(depth.messages) messages gave up",
                advice: "their headers in queue \(EventTopology.dead) say why")
    }
}
