/// Many reports at once: `POST /simulate`.
struct Simulation: Sendable, Equatable {
    var count = 1
    /// How often each report is delivered again.
    var duplicates = 0
    var concurrency = 8
    var sample: SampleRequest

    init(_ json: JSON, phoneNumberID: String) throws(BadInput) {
        guard let members = json.members else { throw BadInput(reason: "the body must be an object") }
        let known: Set = [
            "count", "outcome", "customer", "phoneNumberId", "assistantId", "metadata", "duplicates", "concurrency",
            "direction",
        ]
        if let unknown = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw BadInput(reason: "there is no member \(unknown)")
        }
        count = try Self.number(json, "count", default: 1, in: 1...10_000)
        duplicates = try Self.number(json, "duplicates", default: 0, in: 0...20)
        concurrency = try Self.number(json, "concurrency", default: 8, in: 1...256)
        sample = SampleRequest(phoneNumberID: json["phoneNumberId"]?.string ?? phoneNumberID)
        sample.number = json.at("customer", "number")?.string
        sample.name = json.at("customer", "name")?.string
        sample.assistantID = json["assistantId"]?.string
        sample.metadata = json["metadata"]
        sample.outcome = try Self.choice(json, "outcome")
        sample.direction = try Self.choice(json, "direction") ?? .inbound
    }

    private static func number(
        _ json: JSON, _ name: String, default fallback: Int, in range: ClosedRange<Int>
    ) throws(BadInput) -> Int {
        guard let value = json[name] else { return fallback }
        guard let number = value.int, range.contains(number) else {
            throw BadInput(reason: "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }

    private static func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ json: JSON, _ name: String
    ) throws(BadInput) -> Choice? {
        guard let value = json[name] else { return nil }
        guard let choice = value.string.flatMap(Choice.init) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw BadInput(reason: "\(name) must be one of \(choices)")
        }
        return choice
    }
}

/// What became of a simulation.
struct SimulationResult: Sendable, Equatable {
    /// By HTTP status, or by the reason why there was none.
    private(set) var results: [String: Int] = [:]
    private(set) var calls: [String] = []

    mutating func add(_ callID: String, _ deliveries: [Delivery]) {
        calls.append(callID)
        for delivery in deliveries { results[delivery.result, default: 0] += 1 }
    }

    var json: JSON {
        [
            "calls": .number("\(calls.count)"), "deliveries": .number("\(results.values.reduce(0, +))"),
            "results": .object(results.mapValues { .number("\($0)") }), "callIds": .array(calls.map { .string($0) }),
        ]
    }
}

extension Simulation {
    /// Delivers all reports, never more than ``concurrency`` at a time.
    func run(_ sender: WebhookSender, to target: WebhookTarget) async -> SimulationResult {
        await withTaskGroup(of: (String, [Delivery]).self) { group in
            var result = SimulationResult()
            for index in 0..<count {
                if index >= concurrency, let (id, deliveries) = await group.next() { result.add(id, deliveries) }
                group.addTask { await deliver(sender, target) }
            }
            for await (id, deliveries) in group { result.add(id, deliveries) }
            return result
        }
    }

    private func deliver(_ sender: WebhookSender, _ target: WebhookTarget) async -> (String, [Delivery]) {
        let call = sample.call(endedAt: sender.ambient.now(), chance: sender.ambient.chance)
        var deliveries: [Delivery] = []
        for _ in 0...duplicates {
            deliveries += await sender.post(callID: call.call.id, to: target) { call.report(at: $0) }
        }
        return (call.call.id, deliveries)
    }
}
