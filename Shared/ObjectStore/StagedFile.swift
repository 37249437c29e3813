internal import Glibc

/// A file that is being filled and becomes an object with ``ObjectStore/put(_:as:contentType:)``. It is removed with its last
/// reference; what a process that was killed leaves is found by ``ObjectStore/removeAbandoned(olderThan:)``.
package final class StagedFile: Sendable {
    /// Open for reading and writing.
    package let descriptor: CInt
    let path: String

    init(descriptor: CInt, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        _ = unsafe unlink(path)
        _ = close(descriptor)
    }
}
