internal import CCurl

/// A URL as libcurl understands it, taken apart by libcurl's own parser so that what is checked is what is used.
struct RequestTarget: Sendable, Equatable {
    /// Normalised, without fragment.
    let url: String
    let scheme: String
    /// In lower case, without brackets and without a trailing dot.
    let host: String
    let port: String
    let path: String
    let hasUserinfo: Bool

    /// - Parameter base: what a relative reference is relative to.
    init?(_ text: String, relativeTo base: RequestTarget? = nil) {
        guard !text.utf8.contains(where: { $0 <= 32 || $0 == 127 }), let parser = unsafe curl_url() else { return nil }
        defer { unsafe curl_url_cleanup(parser) }
        if let base { guard unsafe curl_url_set(parser, CURLUPART_URL, base.url, 0) == CURLUE_OK else { return nil } }
        guard unsafe curl_url_set(parser, CURLUPART_URL, text, 0) == CURLUE_OK,
            unsafe curl_url_set(parser, CURLUPART_FRAGMENT, nil, 0) == CURLUE_OK
        else { return nil }
        func part(_ part: CURLUPart, _ flags: Int32 = 0) -> String? {
            var value: UnsafeMutablePointer<CChar>?
            guard unsafe curl_url_get(parser, part, &value, UInt32(flags)) == CURLUE_OK, let value = unsafe value else {
                return nil
            }
            defer { unsafe curl_free(value) }
            return unsafe String(cString: value)
        }
        guard let url = part(CURLUPART_URL), let scheme = part(CURLUPART_SCHEME)?.lowercased(),
            scheme == "http" || scheme == "https", var host = part(CURLUPART_HOST)?.lowercased(), !host.isEmpty,
            let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT)
        else { return nil }
        if host.hasPrefix("["), host.hasSuffix("]") { host = String(host.dropFirst().dropLast()) }
        if host.hasSuffix(".") { host.removeLast() }
        self.url = url
        self.scheme = scheme
        self.host = host
        self.port = port
        path = part(CURLUPART_PATH) ?? "/"
        hasUserinfo = part(CURLUPART_USER) != nil || part(CURLUPART_PASSWORD) != nil
    }

    func hasSameOrigin(as other: RequestTarget) -> Bool {
        scheme == other.scheme && host == other.host && port == other.port
    }

    /// For errors and logs.
    var redacted: String {
        let isDefault = port == (scheme == "https" ? "443" : "80")
        let name = host.contains(":") ? "[\(host)]" : host
        return "\(scheme)://\(name)\(isDefault ? "" : ":" + port)\(path)"
    }
}
