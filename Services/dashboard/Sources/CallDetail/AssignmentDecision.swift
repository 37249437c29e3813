internal import LenientJSON

/// Why a call went to whom it went to, as `assignments.decision` says it.
struct AssignmentDecision: Sendable, Equatable {
    struct Candidate: Sendable, Equatable {
        var agentID: String
        var name: String
        /// `chosen`, `kept` or `dropped`.
        var result: String
        var reason: String
    }

    var rule: String
    var candidates: [Candidate] = []

    /// The decision, then the ones before it where it was changed by hand or because nobody opened the call.
    static func history(json: [UInt8], rule: String) -> [AssignmentDecision] {
        guard let root = try? JSONDocument(parsing: json).root else { return [AssignmentDecision(rule: rule)] }
        var decisions = [AssignmentDecision(root, rule: rule)]
        var node = root["previous"]
        while let previous = node, previous.kind == .object, decisions.count < 10 {
            decisions.append(AssignmentDecision(previous, rule: previous["rule"]?.string ?? ""))
            node = previous["previous"]
        }
        return decisions
    }

    init(rule: String) { self.rule = rule }

    private init(_ node: JSONNode, rule: String) {
        self.rule = rule
        let candidates = node["candidates"].map { Array($0.elements.prefix(200)) } ?? []
        self.candidates = candidates.compactMap { candidate in
            guard let name = candidate["name"]?.nonEmptyString else { return nil }
            return Candidate(
                agentID: candidate["agent_id"]?.string ?? "", name: name,
                result: candidate["result"]?.string ?? "dropped", reason: candidate["reason"]?.string ?? "")
        }.sorted { Self.rank($0.result) < Self.rank($1.result) }
    }

    private static func rank(_ result: String) -> Int {
        switch result {
        case "chosen": 0
        case "kept": 1
        default: 2
        }
    }
}
