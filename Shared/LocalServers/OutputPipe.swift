internal import FoundationEssentials
internal import Glibc
internal import PollExecutor
internal import Synchronization

/// What a child process writes to standard output and standard error.
package enum ProcessOutput: Sendable, Equatable {
    /// Without the line's end. Bytes that are no UTF-8 are replaced; a line beyond 1 MiB comes in pieces.
    case line(String)
    /// The process and all that inherited its output are gone, or have closed it.
    case ended
}

/// A pipe that is read on a poll(2) loop, line by line, until its writers are gone.
///
/// Foundation's `readabilityHandler` is no use here: on Linux it misses the end of pipes while other processes are being
/// started, and has brought down libdispatch's event thread.
final class OutputPipe: Sendable {
    /// Belongs to whoever made the pipe, and is to be closed once the child has its copy: the end comes when nobody writes.
    let writingEnd: CInt
    private let readingEnd: CInt
    private let executor: PollExecutor
    private let lines = Mutex(LineCutter())
    private let receive: @Sendable (ProcessOutput) -> Void

    /// - Parameter receive: called on the executor's thread.
    init(on executor: PollExecutor, receive: @escaping @Sendable (ProcessOutput) -> Void) throws {
        guard let pipe = makePipe() else { throw LocalServerError("no pipe to be had (errno \(errno))") }
        (readingEnd, writingEnd) = pipe
        self.executor = executor
        self.receive = receive
        // The loop holds the handler, the handler the pipe and the pipe the executor: all of it lasts until the end.
        executor.watch(readingEnd, for: .readable) { _ in self.read() }
    }

    private func read() {
        var count = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: 65_536) { buffer, initialized in
            count = unsafe Glibc.read(readingEnd, buffer.baseAddress, buffer.count)
            initialized = max(0, count)
        }
        if count > 0 {
            for line in lines.withLock({ $0.take(bytes) }) { receive(.line(line)) }
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
            end()
        }
    }

    private func end() {
        executor.unwatch(readingEnd)
        close(readingEnd)
        if let rest = lines.withLock({ $0.rest() }) { receive(.line(rest)) }
        receive(.ended)
    }
}

/// Cuts what arrives into lines. Pure.
struct LineCutter {
    private static let longest = 1 << 20
    private var partial: [UInt8] = []

    /// The lines that are whole now.
    mutating func take(_ bytes: [UInt8]) -> [String] {
        partial += bytes
        var pieces = partial.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        partial = pieces.popLast().map { Array($0) } ?? []
        var lines = pieces.map { String(decoding: $0, as: UTF8.self) }
        if partial.count >= Self.longest, let piece = rest() { lines.append(piece) }
        return lines
    }

    /// What has come since the last line's end; nil when that is nothing.
    mutating func rest() -> String? {
        guard !partial.isEmpty else { return nil }
        defer { partial = [] }
        return String(decoding: partial, as: UTF8.self)
    }
}
