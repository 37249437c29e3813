internal import OutboundHTTP

/// How often a callback that was not accepted is posted again, as the fragment of its address says
/// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
struct CallbackRetries: Sendable, Equatable {
    enum Failure: String, Sendable, CaseIterable {
        case refused = "4xx"
        case broken = "5xx"
        /// No connection.
        case unconnected = "ct"
        /// A connection, and no answer.
        case unanswered = "rt"

        /// Nil when the answer is no failure.
        init?(status: Int) {
            switch status {
            case 400..<500: self = .refused
            case 500..<600: self = .broken
            default: return nil
            }
        }

        init(_ error: HTTPClientError) { self = error.requestMayHaveBeenProcessed ? .unanswered : .unconnected }
    }

    /// 0 to 5.
    var count = 0
    var failures: Set<Failure> = []

    /// Without a fragment there are none; of `rc` and `rp`, one that is left out is `1` or `ct`. What is neither is left alone.
    init(url: String) {
        guard let start = url.firstIndex(of: "#") else { return }
        (count, failures) = (1, [.unconnected])
        for setting in url[start...].dropFirst().split(separator: "&") {
            let parts = setting.split(separator: "=", maxSplits: 1).map(String.init)
            guard parts.count == 2 else { continue }
            switch parts[0] {
            case "rc": count = Int(parts[1]).map { min(max($0, 0), 5) } ?? count
            case "rp":
                let names = parts[1].split(separator: ",").map(String.init)
                failures = names.contains("all") ? Set(Failure.allCases) : Set(names.compactMap(Failure.init))
            default: break
            }
        }
    }

    /// How long to wait before the next attempt; nil when there is none.
    func pause(afterAttempt number: Int, _ failure: Failure?) -> Duration? {
        guard let failure, failures.contains(failure), number <= count else { return nil }
        return .milliseconds(100 * number)
    }
}
