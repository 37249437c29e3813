internal import Contracts
internal import Foundation
internal import OutboundHTTP

/// Posts at a fixed rate whether or not answers come, so that a stall shows in every request it holds up.
struct SteadyLoad: Sendable {
    let http: HTTPClient
    let perSecond: Int
    let seconds: Int
    /// What a good answer has.
    let status: Int
    let request: @Sendable (Int) -> HTTPRequest

    struct Outcome: Sendable {
        /// From the moment at which each request was due.
        var latencies: [Duration] = []
        /// How late the generator itself was.
        var lateness: [Duration] = []
        var errors = 0
        /// When the first was due.
        var start = Due.now
    }

    /// A moment by two clocks.
    struct Due: Sendable {
        var instant: ContinuousClock.Instant
        var date: Date
        static var now: Due { Due(instant: .now, date: Date()) }
    }

    /// When the request with that number is due.
    func due(_ index: Int, after start: Due) -> Due {
        let offset = Double(index) / Double(perSecond)
        return Due(instant: start.instant + .seconds(offset), date: start.date.addingTimeInterval(offset))
    }

    func run() async throws -> Outcome {
        let count = perSecond * seconds
        // Opens connections and warms the way.
        for index in 0..<perSecond { _ = try? await http.send(request(count + index)) }
        let start = due(perSecond / 10, after: .now)
        var outcome = Outcome()
        outcome.start = start
        try await withThrowingTaskGroup(of: (Duration, Duration, Bool).self) { group in
            for await index in ticks(count, from: start) {
                group.addTask {
                    let due = due(index, after: start).instant
                    let late = ContinuousClock.now - due
                    let answer = (try? await http.send(request(index)))?.status
                    return (.now - due, late, answer == status)
                }
            }
            for try await (latency, late, isGood) in group {
                outcome.latencies.append(latency)
                outcome.lateness.append(late)
                outcome.errors += isGood ? 0 : 1
            }
        }
        return outcome
    }

    /// A number when its request is due, from a thread of its own: its sleep is exact to some 50 µs.
    private func ticks(_ count: Int, from start: Due) -> AsyncStream<Int> {
        let (stream, sink) = AsyncStream.makeStream(of: Int.self)
        let load = self
        Thread.detachNewThread {
            for index in 0..<count {
                let wait = (load.due(index, after: start).instant - .now).inSeconds
                if wait > 0 { Thread.sleep(forTimeInterval: wait) }
                sink.yield(index)
            }
            sink.finish()
        }
        return stream
    }
}

extension SteadyLoad {
    /// Reports of calls that have ended.
    ///
    /// - Parameter call: the calls' ids, which the reports are found again by.
    static func reports(
        _ bed: Bed, _ body: ReportBody, perSecond: Int, call: @escaping @Sendable (Int) -> String
    ) -> SteadyLoad {
        SteadyLoad(http: bed.http, perSecond: perSecond, seconds: bed.plan.seconds, status: 200) { index in
            HTTPRequest(
                method: .post, url: bed.webhookURL,
                headers: ["content-type": "application/json", "x-vapi-secret": Bed.secret],
                body: body.bytes(call: call(index), number: Agency.number(index)))
        }
    }
}
