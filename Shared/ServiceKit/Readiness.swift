internal import Synchronization

/// One thing a service needs before it can do its work.
package struct ReadinessCheck: Sendable {
    let name: String
    /// Nil when all is well, otherwise the reason in words.
    let problem: @Sendable () async -> String?

    package init(_ name: String, problem: @escaping @Sendable () async -> String?) {
        self.name = name
        self.problem = problem
    }
}

/// What is looked at now: until the service is built, only that.
final class ReadinessBoard: Sendable {
    private let current = Mutex([ReadinessCheck("service") { "starting, waiting for its database" }])

    var checks: [ReadinessCheck] { current.withLock { $0 } }

    func set(_ checks: [ReadinessCheck]) { current.withLock { $0 = checks } }
}

/// What `/health/ready` answers.
struct ReadinessReport: Codable, Sendable {
    var status: String
    var problems: [String: String]

    static func of(_ checks: [ReadinessCheck]) async -> ReadinessReport {
        let problems = await withTaskGroup(of: (String, String?).self) { group in
            for check in checks { group.addTask { (check.name, await check.problem()) } }
            return await group.reduce(into: [String: String]()) { $0[$1.0] = $1.1 }
        }
        return ReadinessReport(status: problems.isEmpty ? "ready" : "not ready", problems: problems)
    }
}
