internal import Foundation
internal import OutboundHTTP
internal import Postgres
internal import ServiceKit
internal import Vapi

/// Vapi's API as an operator's command uses it, beside what there is of our customers' there.
struct VapiDesk {
    private let environment: [String: String]
    private let key: String
    private let baseURL: String

    /// - Throws: `ConfigurationError`.
    init(environment: [String: String], _ settings: inout Settings) throws {
        self.environment = environment
        key = try settings.string("VAPI_API_KEY", secret: true)
        baseURL = try settings.url("VAPI_BASE_URL", default: "https://api.vapi.ai")
    }

    /// What `agency_vapi_resources` names.
    ///
    /// - Parameter agency: whose; nil for all.
    func resources(of agency: String?) async throws -> [ListResources.Row] {
        try await OwnerDatabase.with(try OwnerDatabase.configuration(environment)) { pool in
            try await pool.execute(ListResources(agency: agency))
        }
    }

    /// Runs `body` with a client, and ends its connections.
    func withClient(_ body: (VapiClient) async throws -> Void) async throws {
        let http = HTTPClient(userAgent: "thavon/1", egress: EgressPolicy(), logger: .silent)
        do {
            try await body(VapiClient(http: http, baseURL: baseURL, apiKey: key))
        } catch {
            await http.shutdown()
            throw error
        }
        await http.shutdown()
    }

    static func agrees(_ question: String) -> Bool {
        FileHandle.standardOutput.write(Data(question.utf8))
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }
}

extension Failure {
    /// - Parameter what: which of the customer's things it is about, should that be known.
    init(_ failure: VapiFailure, about what: String? = nil) {
        self.init(
            "Vapi does not answer as asked\(what.map { " about \($0)" } ?? ""): \(failure)",
            advice: failure.isUnauthorized ? "VAPI_API_KEY must be the private key of this organisation" : nil)
    }
}
