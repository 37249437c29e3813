package import AMQP
internal import ServiceLifecycle

extension AMQPConsumer {
    /// Consumes until a graceful shutdown: then no new messages come, and those in hand are finished.
    ///
    /// - Throws: as ``AMQPConsumer/run(_:)``.
    package func runUntilShutdown(_ handle: @escaping @Sendable (consuming AMQPDelivery) async -> Void) async throws {
        try await withGracefulShutdownHandler {
            try await run(handle)
        } onGracefulShutdown: {
            // Bridges a synchronous handler.
            Task { await self.stop() }
        }
    }
}
