internal import CCurl
package import FoundationEssentials
package import Logging
package import PollExecutor

/// Sends HTTP requests to other people's servers.
///
/// One libcurl multi handle on one ``PollExecutor`` thread: any number of requests at a time, connections reused,
/// HTTP/2 where TLS negotiates it, nothing blocks and nothing polls. No proxy, cookie or credential is taken from the
/// environment. Cancelling the task aborts its transfer.
package actor HTTPClient {
    /// Handles kept for the next transfer.
    private static let maxIdleHandles = 64

    private let executor: PollExecutor
    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    private struct Pending {
        var transfer: Transfer
        var continuation: CheckedContinuation<Result<HTTPResponse, HTTPClientError>, Never>
    }

    private let settings: TransferSettings
    private let logger: Logger
    private let clock: any Clock<Duration>
    private let now: @Sendable () -> Date
    private var multi: CurlMulti?
    private var pending: [TransferID: Pending] = [:]
    private var idle: [CurlEasy] = []
    private var lastID: UInt = 0
    private var isClosed = false

    /// - Parameters:
    ///   - userAgent: sent with each request that does not bring its own; not empty, no control characters.
    ///   - clock: waits between attempts.
    ///   - now: what a date in `Retry-After` is compared with when the response carries no `Date`.
    ///   - hostOverrides: addresses for names, instead of asking the resolver; like a hosts file.
    ///   - certificateAuthorities: a PEM file of the authorities to trust instead of the system's.
    package init(
        userAgent: String, egress: EgressPolicy, logger: Logger, clock: any Clock<Duration> = ContinuousClock(),
        now: @escaping @Sendable () -> Date = { Date.now }, hostOverrides: [HostOverride] = [],
        certificateAuthorities: String? = nil, executor: PollExecutor = PollExecutor(name: "http-client")
    ) {
        precondition(
            !userAgent.isEmpty && HTTPHeaders([.init(name: "User-Agent", value: userAgent)]).firstMalformed == nil,
            "a client needs a User-Agent")
        settings = TransferSettings(
            userAgent: userAgent, egress: egress, hostOverrides: hostOverrides.map(\.curlForm),
            certificateAuthorities: certificateAuthorities)
        self.logger = logger
        self.clock = clock
        self.now = now
        self.executor = executor
    }

    /// Sends the request once, redirects aside, and returns the whole response, whatever its status.
    package func send(_ request: HTTPRequest) async throws(HTTPClientError) -> HTTPResponse {
        var hop = try Hop(request)
        let deadline = ContinuousClock.now + request.timeouts.total
        while true {
            if let reason = settings.egress.refusal(of: hop.target, for: hop.origin) {
                throw hop.unsent(.egressDenied, reason)
            }
            let response = try await perform(hop)
            guard var next = try hop.redirected(by: response) else { return response }
            next.timeLeft = deadline - .now
            guard next.timeLeft > .zero else { throw next.unsent(.timeout) }
            hop = next
        }
    }

    /// Sends the request, and again as the policy says. The last outcome is the result.
    package func send(
        _ request: HTTPRequest, retrying policy: RetryPolicy
    ) async throws(HTTPClientError) -> HTTPResponse {
        var attempt = 1
        var maybeProcessed = false
        while true {
            let result = await attemptOnce(request)
            let outcome: RetryPolicy.Outcome
            switch result {
            case .success(let response):
                outcome = .response(response)
                maybeProcessed = true
            case .failure(var error):
                maybeProcessed = maybeProcessed || error.requestMayHaveBeenProcessed
                error.requestMayHaveBeenProcessed = maybeProcessed
                outcome = .failure(error)
            }
            let decision = policy.decide(
                attempt: attempt, outcome: outcome, isIdempotent: request.isIdempotent, now: now())
            switch (decision, outcome) {
            case (.stop, .response(let response)): return response
            case (.stop, .failure(let error)): throw error
            case (.retry(let delay), _):
                try await pause(delay, before: request, maybeProcessed: maybeProcessed)
                attempt += 1
            }
        }
    }

    /// Aborts what is under way with ``HTTPClientError/Code/closed``, closes every connection, and refuses what comes
    /// after.
    package func shutdown() {
        isClosed = true
        for (id, entry) in pending {
            let wasSent = entry.transfer.wasSent
            conclude(id, with: .failure(entry.transfer.hop.failure(.closed, maybeProcessed: wasSent)))
        }
        idle = []
        multi = nil
    }

    /// How many transfers are under way; for gauges and tests.
    package var transfersInFlight: Int { pending.count }

    private func attemptOnce(_ request: HTTPRequest) async -> Result<HTTPResponse, HTTPClientError> {
        do throws(HTTPClientError) {
            return .success(try await send(request))
        } catch {
            return .failure(error)
        }
    }

    private func pause(
        _ delay: Duration, before request: HTTPRequest, maybeProcessed: Bool
    ) async throws(HTTPClientError) {
        do {
            try await clock.sleep(for: delay)
        } catch {
            let hop = try Hop(request)
            throw hop.failure(.cancelled, maybeProcessed: maybeProcessed)
        }
    }
}

extension HTTPClient {
    private func perform(_ hop: Hop) async throws(HTTPClientError) -> HTTPResponse {
        if isClosed { throw hop.unsent(.closed) }
        lastID += 1
        let id = TransferID(rawValue: lastID)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { begin(id, hop, $0) }
        } onCancel: {
            // Runs after `begin`: both on the executor's thread, and this one not before the loop comes round.
            _ = executor.schedule(at: .now) { [weak self] in self?.assumeIsolated { $0.cancel(id) } }
        }
        return try result.get()
    }

    private func begin(
        _ id: TransferID, _ hop: Hop, _ continuation: CheckedContinuation<Result<HTTPResponse, HTTPClientError>, Never>
    ) {
        guard let multi = openMulti(), let handle = idle.popLast() ?? CurlEasy() else {
            continuation.resume(returning: .failure(hop.unsent(.failed, "no memory")))
            return
        }
        let transfer = Transfer(hop, on: handle, settings: settings)
        handle.setIdentifier(id)
        pending[id] = Pending(transfer: transfer, continuation: continuation)
        if !multi.add(handle) { conclude(id, with: .failure(hop.unsent(.failed, "not accepted"))) }
    }

    private func openMulti() -> CurlMulti? {
        if multi == nil {
            multi = CurlMulti(executor: executor) { [weak self] event in
                self?.assumeIsolated { $0.advance(event) }
            }
        }
        return multi
    }

    private func advance(_ event: MultiEvent) {
        for (id, code) in multi?.perform(event) ?? [] {
            guard let transfer = pending[id]?.transfer else { continue }
            conclude(id, with: transfer.result(code))
        }
    }

    private func cancel(_ id: TransferID) {
        guard let transfer = pending[id]?.transfer else { return }
        conclude(id, with: .failure(transfer.hop.failure(.cancelled, maybeProcessed: transfer.wasSent)))
    }

    /// Takes the transfer out of libcurl, keeps its handle for the next one, and resumes whoever waits.
    private func conclude(_ id: TransferID, with result: Result<HTTPResponse, HTTPClientError>) {
        guard let entry = pending.removeValue(forKey: id) else { return }
        let handle = entry.transfer.handle
        multi?.remove(handle)
        handle.reset()
        if idle.count < Self.maxIdleHandles && !isClosed { idle.append(handle) }
        log(entry.transfer.hop, result)
        entry.continuation.resume(returning: result)
    }

    private func log(_ hop: Hop, _ result: Result<HTTPResponse, HTTPClientError>) {
        switch result {
        case .success(let response):
            logger.trace(
                "HTTP response received",
                metadata: ["http.operation": "\(hop.operation)", "http.status": "\(response.status)"])
        case .failure(let error):
            logger.debug("HTTP request failed", metadata: ["error": "\(error)"])
        }
    }
}
