import Logging
import Synchronization

@testable import OutboundHTTP

/// A client that may reach 127.0.0.1, and only that, with URLs from outside.
func makeClient(
    egress: EgressPolicy = EgressPolicy(), clock: any Clock<Duration> = ContinuousClock(),
    hostOverrides: [HostOverride] = [], certificateAuthorities: String? = nil
) -> HTTPClient {
    HTTPClient(
        userAgent: "thavon-tests/1", egress: egress, logger: Logger(label: "http"), clock: clock,
        hostOverrides: hostOverrides, certificateAuthorities: certificateAuthorities)
}

extension HTTPClient {
    /// The error that sending ends with.
    func failure(of request: HTTPRequest) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            _ = try await send(request)
            return nil
        } catch {
            return error
        }
    }

    func failure(of request: HTTPRequest, retrying policy: RetryPolicy) async -> HTTPClientError? {
        do throws(HTTPClientError) {
            _ = try await send(request, retrying: policy)
            return nil
        } catch {
            return error
        }
    }
}

/// Time stands still but for those who sleep: each sleep is written down and over at once.
final class RecordingClock: Clock {
    struct Instant: InstantProtocol {
        var offset: Duration
        func advanced(by duration: Duration) -> Instant { Instant(offset: offset + duration) }
        func duration(to other: Instant) -> Duration { other.offset - offset }
        static func < (one: Instant, other: Instant) -> Bool { one.offset < other.offset }
    }

    private let state = Mutex((now: Instant(offset: .zero), sleeps: [Duration]()))

    var now: Instant { state.withLock { $0.now } }
    var minimumResolution: Duration { .zero }
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func sleep(until deadline: Instant, tolerance: Duration?) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.sleeps.append($0.now.duration(to: deadline))
            $0.now = max($0.now, deadline)
        }
    }
}

/// Counts.
final class Counter: Sendable {
    private let value = Mutex(0)
    func next() -> Int {
        value.withLock {
            $0 += 1
            return $0
        }
    }
}
