import AMQP
import Foundation
import Logging
import Synchronization
import Testing

let quietLogger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a publisher around `body` and shuts it down afterwards.
func withPublisher<R>(
    _ configuration: AMQPConfiguration, _ topology: AMQPTopology = AMQPTopology(), maxOutstanding: Int = 1024,
    publishTimeout: Duration = .seconds(30), _ body: (AMQPPublisher) async throws -> R
) async throws -> R {
    let publisher = AMQPPublisher(
        configuration: configuration, topology: topology, maxOutstanding: maxOutstanding,
        publishTimeout: publishTimeout, logger: quietLogger)
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await publisher.run() }
        do {
            try await publisher.waitUntilReady()
            let result = try await body(publisher)
            await publisher.shutdown()
            try await group.waitForAll()
            return result
        } catch {
            await publisher.shutdown(within: .zero)
            throw error
        }
    }
}

/// Runs a consumer around `body` and stops it afterwards.
func withConsumer<R>(
    _ consumer: AMQPConsumer, handler: @Sendable @escaping (consuming AMQPDelivery) async -> Void,
    _ body: () async throws -> R
) async throws -> R {
    try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await consumer.run(handler) }
        do {
            let result = try await body()
            await consumer.stop()
            try await group.waitForAll()
            return result
        } catch {
            await consumer.stop()
            throw error
        }
    }
}

/// What handlers saw, to be awaited by the test.
final class Inbox<Element: Sendable>: Sendable {
    private let stream: AsyncStream<Element>
    private let continuation: AsyncStream<Element>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(of: Element.self) }

    func put(_ element: Element) { continuation.yield(element) }

    /// The next `count` elements.
    func take(_ count: Int) async -> [Element] {
        var elements: [Element] = []
        for await element in stream {
            elements.append(element)
            if elements.count == count { break }
        }
        return elements
    }

    func next() async throws -> Element { try #require(await take(1).first) }
}

/// Opens once; any number may wait for it.
final class Gate: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() { (stream, continuation) = AsyncStream.makeStream(of: Void.self) }
    func open() { continuation.finish() }
    func wait() async { for await _ in stream {} }
}

extension AMQPMessage {
    init(text: String, id: String? = nil) { self.init(body: Array(text.utf8), messageID: id) }
    var text: String { String(decoding: body, as: UTF8.self) }
}

/// Takes messages off a queue until it is empty; returns their bodies.
func drain(_ queue: String, _ configuration: AMQPConfiguration) async throws -> [String] {
    let administration = AMQPAdministration(configuration: configuration)
    var bodies: [String] = []
    while let delivery = try await administration.get(queue) {
        bodies.append(delivery.message.text)
        delivery.ack()
    }
    await administration.close()
    return bodies
}

extension Result {
    var failure: Failure? {
        guard case .failure(let error) = self else { return nil }
        return error
    }
}

/// The driver's error that `body` fails with, or nil when it succeeds. Any other error is an issue.
///
/// Not to be called inside `#expect`: the compiler gives closures within a macro's expansion the same symbols as others of
/// the function, and the linker keeps one of them.
func amqpError(_ body: () async throws -> Void) async -> AMQPError? {
    do {
        try await body()
        return nil
    } catch let error as AMQPError {
        return error
    } catch {
        Issue.record(error)
        return nil
    }
}
