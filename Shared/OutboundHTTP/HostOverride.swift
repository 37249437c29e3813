/// Says that a name has an address, whatever the resolver thinks.
package struct HostOverride: Sendable, Hashable {
    package var host: String
    package var port: UInt16
    package var address: IPAddress

    package init(host: String, port: UInt16, address: IPAddress) {
        self.host = host
        self.port = port
        self.address = address
    }

    var curlForm: String { "\(host):\(port):\(address)" }
}
