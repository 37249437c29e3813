internal import Foundation
internal import LocalServers

/// A program that measures or prepares something, within a time limit.
struct Tool: Sendable {
    let host: ProcessHost
    /// Receives the programs' output.
    let folder: String

    /// Runs a program to its end and returns what it wrote.
    ///
    /// - Throws: ``BenchError`` when it is missing, fails, or takes longer than `limit`, which ends it.
    @discardableResult
    func run(
        _ executable: String, _ arguments: [String], limit: Duration, environment: [String: String] = [:],
        during work: @Sendable (ChildProcess) async throws -> Void = { _ in }
    ) async throws -> String {
        let path = executable.contains("/") ? executable : try Self.find(executable)
        let log = "\(folder)/\(UUID().uuidString).log"
        let standard = ["PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": folder]
        let process = try await host.start(
            Command(
                path, arguments, environment: standard.merging(environment) { $1 }, workingDirectory: folder, log: log))
        let guardian = Task {
            try await Task.sleep(for: limit)
            process.send(SIGKILL)
        }
        defer { guardian.cancel() }
        do {
            try await work(process)
        } catch {
            await process.stop(grace: .seconds(1))
            throw error
        }
        let status = await process.waitForExit()
        let output = (try? Machine.text(log)) ?? ""
        guard status == .exited(code: 0) else {
            throw BenchError(
                "\(path) ended with \(status) (limit \(limit)):\n\(output.prefix(1500))\n\(output.suffix(1500))")
        }
        return output
    }

    /// Runs a program that ends with a line `RESULT {…}`.
    func measure<Value: Decodable>(
        _ type: Value.Type, _ executable: String, _ arguments: [String], limit: Duration
    ) async throws -> Value {
        let output = try await run(executable, arguments, limit: limit)
        guard let line = output.split(separator: "\n").last(where: { $0.hasPrefix("RESULT ") }) else {
            throw BenchError("\(executable) reported nothing:\n\(output.suffix(2000))")
        }
        return try JSONDecoder().decode(Value.self, from: Data(line.dropFirst(7).utf8))
    }

    /// Compiles a program of one C file and returns its path.
    func compile(_ name: String, libraries: [String] = []) async throws -> String {
        let product = "\(folder)/\(name)"
        let arguments = ["-O2", "-o", product, "\(Plan.helpers)/\(name).c"] + libraries.map { "-l\($0)" }
        try await run("cc", arguments, limit: .seconds(60))
        return product
    }

    static func find(_ name: String) throws -> String {
        let path = ["/usr/local/bin", "/usr/bin", "/bin"].map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let path else { throw BenchError("\(name) is not installed; `make bench` sees to that") }
        return path
    }
}

/// Why a measurement could not be made.
struct BenchError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// Runs `body`, which is cancelled and fails when it takes longer than `limit`.
func within<R: Sendable>(
    _ limit: Duration, _ what: String, _ body: @escaping @Sendable () async throws -> R
) async throws -> R {
    try await withThrowingTaskGroup(of: R?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let result = first else {
            throw BenchError("\(what) took longer than \(limit)")
        }
        return result
    }
}

/// Asks again every 20 ms until the answer is yes.
func waitUntil(_ limit: Duration, _ what: String, _ isTrue: @escaping @Sendable () async throws -> Bool) async throws {
    try await within(limit, what) {
        while try await !isTrue() { try await Task.sleep(for: .milliseconds(20)) }
    }
}
