internal import DemoCalls
internal import Foundation
internal import ServiceKit

/// Where recordings of the demo's past are had: the sandbox makes them up from their addresses.
struct DemoRecordings: Sendable, Equatable {
    /// As recording-archive reaches it, without a slash at the end.
    var sandboxURL: String
    /// The sandbox's key for Vapi.
    var key: String

    private static let years = 10.0

    func url(vapiCallID: String, outcome: String, seconds: Double, key conversation: DemoConversationKey?, now: Date)
        -> String
    {
        let expires = now.addingTimeInterval(Self.years * 365 * 86_400)
        return RecordingAddress(
            callID: vapiCallID, track: "mono", outcome: outcome, milliseconds: Int((seconds * 1000).rounded()),
            conversation: conversation, expires: Int(expires.timeIntervalSince1970)
        ).url(base: sandboxURL, secret: key)
    }

    /// Nil when nobody has said where the sandbox is: then there are none.
    ///
    /// Configuration keys: `DEMO_SANDBOX_URL`, `SANDBOX_VAPI_API_KEY`.
    static func read(
        _ environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(ConfigurationError) -> DemoRecordings? {
        var settings = Settings(environment: environment)
        let url = try settings.optionalURL("DEMO_SANDBOX_URL")
        let key = try settings.string("SANDBOX_VAPI_API_KEY", default: DevDefaults.vapiKey, secret: true)
        return url.map { DemoRecordings(sandboxURL: $0.hasSuffix("/") ? String($0.dropLast()) : $0, key: key) }
    }
}
