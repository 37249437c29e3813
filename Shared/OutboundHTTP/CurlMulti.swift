internal import CCurl
internal import PollExecutor

/// What happened that libcurl must be told.
enum MultiEvent: Sendable {
    case timeout
    case ready(CInt, PollEvents)
}

/// Owns one multi handle and keeps its sockets and its timer on a ``PollExecutor``.
///
/// Not `Sendable`: used only on that executor's thread, save for the deinitialiser, which runs when nobody else can.
@safe final class CurlMulti {
    private let pointer: UnsafeMutableRawPointer
    private let executor: PollExecutor
    private let onEvent: @Sendable (MultiEvent) -> Void
    private var sockets: Set<CInt> = []
    private var timer: PollTimer?

    /// libcurl's process-wide state, made once; libcurl allows that from any thread.
    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// - Parameter onEvent: called on the executor's thread; answer with ``perform(_:)``.
    /// - Returns: nil when there is no memory.
    init?(executor: PollExecutor, onEvent: @escaping @Sendable (MultiEvent) -> Void) {
        guard Self.isReady, let pointer = unsafe curl_multi_init() else { return nil }
        unsafe self.pointer = unsafe pointer
        self.executor = executor
        self.onEvent = onEvent
        // Idle connections kept, and connections to one host at once; more transfers than that wait in libcurl.
        _ = unsafe thavon_curl_multi_setopt_long(pointer, CURLMOPT_MAXCONNECTS, 64)
        _ = unsafe thavon_curl_multi_setopt_long(pointer, CURLMOPT_MAX_HOST_CONNECTIONS, 64)
        unsafe thavon_curl_multi_set_callbacks(
            pointer,
            { _, socket, what, context, _ in
                guard let context = unsafe context else { return 0 }
                unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().follow(socket, what)
                return 0
            },
            { _, milliseconds, context in
                guard let context = unsafe context else { return 0 }
                unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue().wake(after: milliseconds)
                return 0
            }, unsafe Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        unsafe thavon_curl_multi_set_callbacks(pointer, nil, nil, nil)
        for socket in sockets { executor.unwatch(socket) }
        if let timer { executor.cancel(timer) }
        unsafe curl_multi_cleanup(pointer)
    }

    func add(_ handle: CurlEasy) -> Bool { unsafe curl_multi_add_handle(pointer, handle.pointer) == CURLM_OK }

    /// Ends the transfer if it has not ended. Never call it from a callback of libcurl.
    func remove(_ handle: CurlEasy) { _ = unsafe curl_multi_remove_handle(pointer, handle.pointer) }

    /// Lets libcurl act on an event, and returns the transfers that have ended.
    func perform(_ event: MultiEvent) -> [(TransferID, CURLcode)] {
        var running: CInt = 0
        switch event {
        case .timeout:
            timer = nil
            _ = unsafe curl_multi_socket_action(pointer, -1, 0, &running)
        case .ready(let socket, let events):
            guard sockets.contains(socket) else { break }
            _ = unsafe curl_multi_socket_action(pointer, socket, Self.mask(events), &running)
        }
        return ended()
    }

    private func ended() -> [(TransferID, CURLcode)] {
        var ended: [(TransferID, CURLcode)] = []
        var left: CInt = 0
        while let message = unsafe curl_multi_info_read(pointer, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            var identifier: UnsafeMutableRawPointer?
            _ = unsafe thavon_curl_getinfo_pointer(message.pointee.easy_handle, CURLINFO_PRIVATE, &identifier)
            unsafe ended.append((TransferID(rawValue: UInt(bitPattern: identifier)), message.pointee.data.result))
        }
        return ended
    }

    private func follow(_ socket: CInt, _ what: CInt) {
        var interest: PollEvents = []
        if what == CURL_POLL_IN || what == CURL_POLL_INOUT { interest.insert(.readable) }
        if what == CURL_POLL_OUT || what == CURL_POLL_INOUT { interest.insert(.writable) }
        guard !interest.isEmpty else {
            sockets.remove(socket)
            executor.unwatch(socket)
            return
        }
        sockets.insert(socket)
        executor.watch(socket, for: interest) { [onEvent] in onEvent(.ready(socket, $0)) }
    }

    private func wake(after milliseconds: Int) {
        if let timer { executor.cancel(timer) }
        // Not from here: libcurl must not be entered from its own callback.
        timer =
            milliseconds < 0
            ? nil
            : executor.schedule(at: .now + .milliseconds(milliseconds)) { [onEvent] in onEvent(.timeout) }
    }

    private static func mask(_ events: PollEvents) -> CInt {
        // Zero makes libcurl look for itself. A hang-up reported as an error would cost the bytes that came before it.
        if !events.isDisjoint(with: .failed) { return 0 }
        return (events.contains(.readable) ? CURL_CSELECT_IN : 0) | (events.contains(.writable) ? CURL_CSELECT_OUT : 0)
    }
}
