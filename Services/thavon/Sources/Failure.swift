internal import ArgumentParser
internal import Foundation
internal import LocalServers
internal import Postgres
internal import Schema
internal import ServiceKit

/// What went wrong, and what to do next, in words for the person at the terminal.
struct Failure: Error {
    enum Code: Int32 {
        case other = 1
        /// `EX_CONFIG` of sysexits.h.
        case configuration = 78
    }

    var code: Code
    var problem: String
    var advice: String?

    init(_ problem: String, advice: String? = nil, code: Code = .other) {
        self.code = code
        self.problem = problem
        self.advice = advice
    }

    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as ConfigurationError:
            self.init("\(error)", advice: Self.advice(on: error.key), code: .configuration)
        case let error as PostgresError: self.init(error)
        case let error as SchemaError: self.init("\(error)")
        case let error as LocalServerError: self.init(error.description)
        default: self.init("\(error)")
        }
    }

    private init(_ error: PostgresError) {
        let state = error.sqlState
        if state?.classCode == "28" || state == .invalidCatalogName {
            self.init(
                "DATABASE_URL: the server refuses this role, password or database (\(error))",
                advice: "correct it; `thavon doctor` checks it again", code: .configuration)
        } else if error.code == .connectionFailed || error.code == .poolExhausted {
            self.init(
                "DATABASE_URL: no connection (\(error))",
                advice: "start PostgreSQL, or correct the address; `make run` brings a server of its own")
        } else if state == .insufficientPrivilege {
            self.init("\(error)", advice: "DATABASE_URL must name the owner of the database here, not a service's role")
        } else if state == .undefinedTable {
            self.init("\(error)", advice: "run `thavon migrate`")
        } else {
            self.init(error.debugDescription)
        }
    }

    private static func advice(on key: String) -> String? {
        key == "DATABASE_URL"
            ? "set it to the database's owner, for example postgres://thavon@127.0.0.1:5442/thavon;"
                + " beside `make run`: set -a; . .local/dev.env; set +a"
            : nil
    }
}

/// A sub-command that fails in words and with the right exit code.
protocol OperatorCommand: AsyncParsableCommand {
    func perform() async throws
}

extension OperatorCommand {
    mutating func run() async throws {
        do {
            try await perform()
        } catch let exit as ExitCode {
            throw exit
        } catch {
            let failure = Failure(error)
            Terminal.complain("thavon: \(failure.problem)")
            if let advice = failure.advice { Terminal.complain("  → \(advice)") }
            throw ExitCode(failure.code.rawValue)
        }
    }
}
