internal import Glibc
internal import LocalServers

/// A connection to a server on this machine, for what no HTTP client would do.
package struct LoopbackConnection: Sendable {
    private let descriptor: CInt

    /// Connects and sends the text, and leaves it at that.
    package init(port: Int, sending text: String) throws {
        guard let descriptor = Sockets.connect(to: port) else {
            throw LocalServerError("no connection to port \(port)")
        }
        self.descriptor = descriptor
        _ = Sockets.write(Array(text.utf8)[...], to: descriptor)
    }

    package func close() { _ = Glibc.close(descriptor) }
}
