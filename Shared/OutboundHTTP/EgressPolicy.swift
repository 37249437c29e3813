/// Where requests may go.
///
/// A trusted request may go anywhere. An untrusted one is checked by scheme, userinfo and host name before anything
/// happens, and by address at the moment of connecting and again before the request is written, so neither a name that
/// resolves to something else the second time nor a connection that a trusted request left open lets it through.
package struct EgressPolicy: Sendable {
    /// For untrusted requests: the hosts they may name, or nil for any. `.example.com` stands for every subdomain.
    package var allowedHosts: Set<String>?
    /// For untrusted requests: whether `http` is acceptable besides `https`.
    package var allowsPlainHTTP: Bool
    /// Addresses that untrusted requests may reach although they are not public; for development and tests.
    package var reachableNetworks: [IPNetwork]

    package init(
        allowedHosts: Set<String>? = nil, allowsPlainHTTP: Bool = false, reachableNetworks: [IPNetwork] = []
    ) {
        self.allowedHosts = allowedHosts.map { Set($0.map { $0.lowercased() }) }
        self.allowsPlainHTTP = allowsPlainHTTP
        self.reachableNetworks = reachableNetworks
    }

    /// Whether a connection to that address may be made or used.
    package func permits(_ address: IPAddress, for origin: HTTPRequest.Origin) -> Bool {
        switch origin {
        case .trusted: true
        case .untrusted: address.isPublic || reachableNetworks.contains { $0.contains(address) }
        }
    }

    /// Why the target may not be asked, as far as its URL tells; nil when it may.
    func refusal(of target: RequestTarget, for origin: HTTPRequest.Origin) -> String? {
        guard origin == .untrusted else { return nil }
        if target.scheme != "https" && !allowsPlainHTTP { return "not https" }
        if target.hasUserinfo { return "userinfo in the URL" }
        if let address = IPAddress(target.host) {
            if !permits(address, for: origin) { return "address \(address) is not public" }
        } else if Self.isLocal(target.host) {
            return "a local name"
        }
        return isListed(target.host) ? nil : "host is not on the list"
    }

    private func isListed(_ host: String) -> Bool {
        guard let allowedHosts else { return true }
        if allowedHosts.contains(host) { return true }
        return host.indices.contains { host[$0] == "." && allowedHosts.contains(String(host[$0...])) }
    }

    private static func isLocal(_ host: String) -> Bool {
        host == "localhost" || [".localhost", ".local", ".internal"].contains { host.hasSuffix($0) }
    }
}
