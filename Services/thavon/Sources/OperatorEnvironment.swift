internal import Foundation

/// Where operators' settings come from: the environment, else what a running `thavon dev` in this folder has written.
enum OperatorEnvironment {
    static func load() throws -> [String: String] {
        let own = ProcessInfo.processInfo.environment
        let written = ".local/dev.env"
        guard (own["DATABASE_URL"] ?? "").isEmpty, FileManager.default.fileExists(atPath: written) else { return own }
        return try EnvironmentFile.read(written).merging(own) { written, own in own.isEmpty ? written : own }
    }
}
