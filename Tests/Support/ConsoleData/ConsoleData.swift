package import Foundation
internal import Logging
package import Postgres

/// A year of an agency business: 50 agencies with leads and calls, and everything that calls leave behind.
///
/// The first agency has 15 % of everything, the next four 5 % each, the fiftieth hardly any. Made by PostgreSQL itself from the
/// scripts beside this file; the same sizes give the same data, but for the day on which it is made.
package struct ConsoleData: Sendable {
    package var calls: Int
    package var leads: Int

    package init(calls: Int, leads: Int? = nil) {
        self.calls = calls
        self.leads = leads ?? calls / 5
    }

    /// Whose most of the data is.
    package static let largest = People(agency: 1)
    package static let smallest = People(agency: 50)

    package struct People: Sendable {
        let agency: Int
        package var agencyID: UUID { ConsoleData.id("c0", agency, 0) }
        package var ownerAccountID: UUID { ConsoleData.id("c2", agency, 100) }
        package func agentID(_ number: Int) -> UUID { ConsoleData.id("c1", agency, number) }
        package func agentAccountID(_ number: Int) -> UUID { ConsoleData.id("c2", agency, number) }
    }

    /// Fills a database that has all migrations and nothing that the names of these agencies collide with.
    ///
    /// - Parameters:
    ///   - configuration: of a superuser, since triggers are left out and indexes made anew.
    ///   - progress: told what is made next. A million calls take some minutes.
    /// - Throws: `PostgresError`; what has been made by then stays.
    package func load(
        into configuration: PostgresConfiguration, progress: (String) -> Void = { _ in }
    ) async throws {
        var configuration = configuration
        configuration.statementTimeout = .seconds(3600)
        let pool = PostgresPool(configuration: configuration, logger: Logger(label: "console-data"))
        do {
            try await pool.withConnection { connection in
                for step in try Self.steps {
                    progress(step.name)
                    try await connection.simpleQuery(sized(step.sql))
                }
            }
        } catch {
            await pool.shutdown()
            throw error
        }
        await pool.shutdown()
    }

    private struct Step {
        var name: String
        var sql: String
    }

    private static var steps: [Step] {
        get throws {
            let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            return try ["words", "people", "calls", "aftermath"].flatMap { name in
                let text = try String(contentsOf: folder.appendingPathComponent("\(name).sql"), encoding: .utf8)
                return text.components(separatedBy: "\n-- step: ").dropFirst().map { part in
                    let lines = part.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
                    return Step(name: String(lines[0]), sql: String(lines.count > 1 ? lines[1] : ""))
                }
            }
        }
    }

    /// As psql replaces variables.
    private func sized(_ sql: String) -> String {
        sql.replacingOccurrences(of: ":calls", with: "\(calls)").replacingOccurrences(of: ":leads", with: "\(leads)")
    }

    private static func id(_ kind: String, _ agency: Int, _ number: Int) -> UUID {
        let hex = String(agency, radix: 16)
        let digits = String(number)
        let text =
            kind + String(repeating: "0", count: 6 - hex.count) + hex + "-0000-4000-8000-"
            + String(repeating: "0", count: 12 - digits.count) + digits
        return UUID(uuidString: text) ?? UUID()
    }
}
