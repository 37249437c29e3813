internal import CPostgres
internal import Synchronization

/// The only owner of a `PGconn`; closes it. Not to be used from two threads at once: ``Session`` sees to that.
@safe struct ConnectionHandle: ~Copyable {
    private let pointer: OpaquePointer

    /// Begins to connect; nil when there is no memory. Does not block as long as no host name has to be looked up.
    init?(parameters: [(keyword: String, value: String)]) {
        let keywords = parameters.map(\.keyword)
        let values = parameters.map(\.value)
        let pointer = unsafe withCStrings(keywords) { keywords in
            unsafe withCStrings(values) { values in unsafe PQconnectStartParams(keywords, values, 0) }
        }
        guard let pointer = unsafe pointer else { return nil }
        unsafe self.pointer = unsafe pointer
        unsafe thavon_pg_silence(pointer)
        // Puts the SQLSTATE into the text of a failed connect, which has no result to ask.
        _ = unsafe PQsetErrorVerbosity(pointer, PQERRORS_VERBOSE)
    }

    deinit { unsafe PQfinish(pointer) }

    var socket: CInt { unsafe PQsocket(pointer) }
    var isBad: Bool { unsafe PQstatus(pointer) == CONNECTION_BAD }
    var backendPID: Int32 { unsafe PQbackendPID(pointer) }
    var transactionStatus: PGTransactionStatusType { unsafe PQtransactionStatus(pointer) }
    var errorMessage: String { unsafe PQerrorMessage(pointer).map { unsafe String(cString: $0) } ?? "" }

    func pollConnect() -> PostgresPollingStatusType { unsafe PQconnectPoll(pointer) }

    /// Makes an established connection ready for pipelines.
    func becomeNonblocking() -> Bool { unsafe PQsetnonblocking(pointer, 1) == 0 && enterPipelineMode() }

    func enterPipelineMode() -> Bool { unsafe PQenterPipelineMode(pointer) == 1 }
    func exitPipelineMode() -> Bool { unsafe PQexitPipelineMode(pointer) == 1 }

    /// Reads what the socket has; false when the connection is broken.
    func consumeInput() -> Bool { unsafe PQconsumeInput(pointer) == 1 }

    enum FlushResult { case done, pending, failed }

    func flush() -> FlushResult {
        switch unsafe PQflush(pointer) {
        case 0: .done
        case 1: .pending
        default: .failed
        }
    }

    var isBusy: Bool { unsafe PQisBusy(pointer) == 1 }

    /// The next result; nil is the end of a statement's results. Blocks while ``isBusy``.
    func nextResult() -> ResultHandle? {
        guard let result = unsafe PQgetResult(pointer) else { return nil }
        return unsafe ResultHandle(result)
    }

    func sendPrepare(name: String, sql: String, types: [UInt32]) -> Bool {
        unsafe PQsendPrepare(pointer, name, sql, CInt(types.count), types) == 1
    }

    func sendPrepared(name: String, parameters: [PostgresParameter]) -> Bool {
        let count = CInt(parameters.count)
        return unsafe withBoundParameters(parameters) { values, lengths, formats in
            unsafe PQsendQueryPrepared(pointer, name, count, values, lengths, formats, 1) == 1
        }
    }

    /// Sends a single statement without parameters, inside a pipeline.
    func sendUnprepared(_ sql: String) -> Bool {
        unsafe PQsendQueryParams(pointer, sql, 0, nil, nil, nil, nil, 1) == 1
    }

    /// Sends any number of statements, outside a pipeline.
    func sendSimple(_ sql: String) -> Bool { unsafe PQsendQuery(pointer, sql) == 1 }

    func sync() -> Bool { unsafe PQpipelineSync(pointer) == 1 }

    /// The next notification that has arrived.
    func nextNotification() -> (channel: String, payload: String)? {
        guard let notification = unsafe PQnotifies(pointer) else { return nil }
        defer { unsafe PQfreemem(notification) }
        return unsafe (
            String(cString: notification.pointee.relname), String(cString: notification.pointee.extra)
        )
    }

    func makeCancelHandle() -> CancelHandle? { unsafe PQgetCancel(pointer).map { unsafe CancelHandle($0) } }
}

/// The right to cancel what a connection is doing, once. Independent of the connection it came from.
@safe final class CancelHandle: Sendable {
    private enum State { case waiting, sent, withdrawn }

    /// `PQcancel` reads it and may be called from any thread.
    private nonisolated(unsafe) let pointer: OpaquePointer
    private let state = Mutex(State.waiting)

    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe PQfreeCancel(pointer) }

    /// Opens a connection of its own and blocks until the server has taken the request; does nothing once withdrawn.
    ///
    /// `PQcancel` knows no deadline. Where the host is gone without a word, the setting `tcp_user_timeout`, which the
    /// request takes over from its connection (as from libpq 15), ends it: after a minute unless configured otherwise.
    func send() {
        guard advance(to: .sent) else { return }
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
            _ = unsafe PQcancel(pointer, buffer.baseAddress, CInt(buffer.count))
        }
    }

    /// Makes ``send()`` do nothing. False when it has begun.
    func withdraw() -> Bool { advance(to: .withdrawn) }

    private func advance(to next: State) -> Bool {
        state.withLock { state in
            guard state == .waiting else { return false }
            state = next
            return true
        }
    }
}

/// Calls `body` with an array of C strings that ends with a null pointer.
private func withCStrings<R>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> R
) -> R {
    let terminated = strings.map { Array($0.utf8CString) }
    var offsets: [Int] = []
    var bytes: [CChar] = []
    for string in terminated {
        offsets.append(bytes.count)
        bytes += string
    }
    return unsafe bytes.withUnsafeBufferPointer { bytes in
        var pointers: [UnsafePointer<CChar>?] = unsafe offsets.map { offset in
            unsafe bytes.baseAddress.map { unsafe $0 + offset }
        }
        unsafe pointers.append(nil)
        return unsafe body(pointers)
    }
}
