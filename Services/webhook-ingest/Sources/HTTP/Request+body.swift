internal import Deadlines
internal import Hummingbird
internal import NIOCore

extension Request {
    /// The body's bytes.
    ///
    /// - Parameters:
    ///   - limit: how long it may take.
    ///   - admit: asked before more bytes are taken: how many are there, and how many come.
    /// - Throws: what `admit` throws; `DeadlineExceeded`.
    func bytes(within limit: Duration, admit: @escaping @Sendable (_ taken: Int, _ more: Int) throws -> Void)
        async throws -> [UInt8]
    {
        try await withDeadline(limit) { [body] in
            var bytes: [UInt8] = []
            for try await buffer in body {
                try admit(bytes.count, buffer.readableBytes)
                bytes += buffer.readableBytesView
            }
            return bytes
        }
    }
}
