internal import CCurl

/// One exchange on one easy handle: what libcurl's callbacks write to and what they may decide.
///
/// Used only on the client's thread: the callbacks run inside calls that the client makes. The client keeps it alive
/// until the handle has left the multi handle, which is why libcurl may hold it unretained.
@safe final class Transfer {
    /// Why a callback stopped the transfer.
    enum Refusal {
        case tooLarge
        case address(String)
        /// libcurl wanted to send the request once more, on another connection, though it may have arrived.
        case silentRepeat
        /// The connection had no other end any more when the request was about to be written to it.
        case connectionGone
        /// The file cannot be written or read: an `errno`, or 0 when it is shorter than it was said to be.
        case file(CInt)
    }

    let hop: Hop
    let handle: CurlEasy
    private let lists: [CurlList]
    private let egress: EgressPolicy
    private(set) var response = ResponseParser()
    private(set) var body: [UInt8] = []
    var refusal: Refusal?
    /// How many bytes have gone to the file that takes the body, and how many have come from the one that is the body.
    var (saved, taken) = (0, 0)
    /// Whether libcurl was about to write the request to a connection.
    private(set) var wasSent = false

    init(_ hop: Hop, on handle: CurlEasy, settings: TransferSettings) {
        self.hop = hop
        self.handle = handle
        egress = settings.egress
        lists = [CurlList(hop.headerLines(userAgent: settings.userAgent)), CurlList(settings.hostOverrides)]
        configure(settings)
        setMethod()
        hop.request.download?.empty()
        unsafe thavon_curl_set_callbacks(
            handle.pointer,
            { bytes, size, count, context in
                guard let context = unsafe context else { return 0 }
                let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().receive(buffer)
            },
            { bytes, size, count, context in
                guard let context = unsafe context else { return 0 }
                let buffer = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
                return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().receiveHeader(buffer)
            },
            { context, _, address in
                guard let context = unsafe context, let address = unsafe address else { return -1 }
                return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().openSocket(address)
            },
            { context, address, _, _, _ in
                guard let context = unsafe context, let address = unsafe address else { return CURL_PREREQFUNC_ABORT }
                let text = unsafe String(cString: address)
                return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().maySend(to: text)
                    ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
            }, unsafe Unmanaged.passUnretained(self).toOpaque())
    }

    private func configure(_ settings: TransferSettings) {
        handle.set(CURLOPT_URL, hop.target.url)
        handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
        handle.set(CURLOPT_NOSIGNAL, 1)
        // An empty name turns off what the environment says.
        handle.set(CURLOPT_PROXY, "")
        handle.set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        handle.set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        // Only TLS can turn out to be HTTP/2, so only there is it worth waiting for a connection to share.
        handle.set(CURLOPT_PIPEWAIT, hop.target.scheme == "https" ? 1 : 0)
        // What goes to a file, or is a part of something, is wanted byte by byte.
        if hop.request.download == nil && hop.request.headers["Range"] == nil {
            handle.set(CURLOPT_ACCEPT_ENCODING, "gzip")
        }
        if let signature = hop.request.signature { handle.sign(signature) }
        if let stall = hop.request.timeouts.stall {
            handle.set(CURLOPT_LOW_SPEED_LIMIT, 1)
            handle.set(CURLOPT_LOW_SPEED_TIME, max(1, Int(clamping: stall.components.seconds)))
        }
        handle.set(CURLOPT_CONNECTTIMEOUT_MS, hop.request.timeouts.connect)
        handle.set(CURLOPT_TIMEOUT_MS, hop.timeLeft)
        // A name that takes long to resolve must not hold up the thread when its transfer is given up.
        handle.set(CURLOPT_QUICK_EXIT, 1)
        // Shorter than the minute after which many servers close an idle connection.
        handle.set(CURLOPT_MAXAGE_CONN, 45)
        handle.set(CURLOPT_HTTPHEADER, lists[0])
        if !settings.hostOverrides.isEmpty { handle.set(CURLOPT_RESOLVE, lists[1]) }
        if let file = settings.certificateAuthorities { handle.set(CURLOPT_CAINFO, file) }
    }

    private func setMethod() {
        let method = hop.request.method
        if method == .head {
            handle.set(CURLOPT_NOBODY, 1)
        } else if let file = hop.request.upload {
            send(file)
            handle.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        } else if let body = hop.request.body ?? ([.post, .put, .patch].contains(method) ? [] : nil) {
            handle.setBody(body)
            handle.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        } else {
            handle.set(CURLOPT_HTTPGET, 1)
            handle.set(CURLOPT_CUSTOMREQUEST, method.rawValue)
        }
    }

    /// - Returns: how many bytes were taken; fewer than given ends the transfer.
    private func receive(_ bytes: UnsafeRawBufferPointer) -> Int {
        if let file = hop.request.download {
            if (200..<300).contains(response.status) { return unsafe save(bytes, to: file) }
            // An answer of another kind is kept as far as somebody may want to read it.
            unsafe body.append(contentsOf: bytes.prefix(max(0, Self.maxExplanationBytes - body.count)))
            return bytes.count
        }
        let limit = hop.request.maxResponseBytes
        guard bytes.count <= limit - body.count else {
            refusal = .tooLarge
            return 0
        }
        if body.isEmpty, let expected = response.contentLength { body.reserveCapacity(min(expected, limit)) }
        unsafe body.append(contentsOf: bytes)
        return bytes.count
    }

    private func receiveHeader(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard response.append(unsafe String(decoding: bytes, as: UTF8.self)) else {
            refusal = .tooLarge
            return 0
        }
        return bytes.count
    }

    private func openSocket(_ address: UnsafePointer<curl_sockaddr>) -> curl_socket_t {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = unsafe thavon_curl_address_bytes(address, &bytes)
        guard let target = IPAddress(bytes: Array(bytes.prefix(Int(count)))), permits(target) else { return -1 }
        return unsafe thavon_curl_open_socket(address)
    }

    /// Called on every connection, new or reused, just before the request is written to it.
    ///
    /// - Parameter address: the other end's; empty when it was gone before libcurl could ask for its name, which it
    ///   reports only here (`conninfo_remote` in its cf-socket.c).
    func maySend(to address: String) -> Bool {
        guard let address = IPAddress(address) else {
            refusal = address.isEmpty ? .connectionGone : .address("address \(address) is not one")
            return false
        }
        guard permits(address) else { return false }
        if wasSent && !response.hasBegun && !hop.request.isIdempotent {
            refusal = .silentRepeat
            return false
        }
        wasSent = true
        return true
    }

    private func permits(_ address: IPAddress) -> Bool {
        if egress.permits(address, for: hop.origin) { return true }
        refusal = .address("address \(address) is not public")
        return false
    }
}

/// What all transfers of a client have in common.
struct TransferSettings: Sendable {
    var userAgent: String
    var egress: EgressPolicy
    /// In libcurl's form, `host:port:address`.
    var hostOverrides: [String]
    var certificateAuthorities: String?
}
