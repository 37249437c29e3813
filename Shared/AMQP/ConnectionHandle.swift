internal import CRabbitMQ
internal import Glibc

/// Owns librabbitmq's connection object and the socket inside it.
@safe final class ConnectionHandle {
    let state: amqp_connection_state_t
    let stallGuard: StallGuard

    /// Connects the socket; TLS included, AMQP not yet. Blocks for at most the configured connection time-out, apart from
    /// the system's own limit on name lookups.
    init(_ configuration: AMQPConfiguration) throws(AMQPError) {
        guard let state = unsafe amqp_new_connection() else {
            throw AMQPError(.connectionFailed, "connect", "out of memory")
        }
        do throws(AMQPError) {
            stallGuard = try unsafe Self.open(state, configuration)
            unsafe self.state = unsafe state
        } catch {
            unsafe amqp_destroy_connection(state)
            throw error
        }
    }

    deinit { unsafe amqp_destroy_connection(state) }

    private static func open(
        _ state: amqp_connection_state_t, _ configuration: AMQPConfiguration
    ) throws(AMQPError) -> StallGuard {
        var timeout = timeval(configuration.connectionTimeout)
        unsafe amqp_set_handshake_timeout(state, &timeout)
        unsafe amqp_set_rpc_timeout(state, &timeout)
        let socket: OpaquePointer
        if let tls = configuration.tls {
            unsafe socket = try unsafe secureSocket(state, tls)
        } else {
            guard let plain = unsafe amqp_tcp_socket_new(state) else {
                throw AMQPError(.connectionFailed, "connect", "out of memory")
            }
            unsafe socket = unsafe plain
        }
        let place = "\(configuration.host):\(configuration.port)"
        let status = unsafe amqp_socket_open_noblock(socket, configuration.host, CInt(configuration.port), &timeout)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw AMQPError(.connectionFailed, "connect to \(place)", libraryText(status), status: status)
        }
        // Longer than what the library itself bounds, so that its own time-outs come first.
        let limit = configuration.connectionTimeout * 2 + .seconds(5)
        guard let stallGuard = unsafe StallGuard(duplicating: amqp_get_sockfd(state), limit: limit) else {
            throw AMQPError(.connectionFailed, "connect to \(place)", "no descriptors left")
        }
        return stallGuard
    }

    private static func secureSocket(
        _ state: amqp_connection_state_t, _ tls: AMQPConfiguration.TLS
    ) throws(AMQPError) -> OpaquePointer {
        guard let socket = unsafe amqp_ssl_socket_new(state) else {
            throw AMQPError(.connectionFailed, "set up TLS", "out of memory")
        }
        unsafe amqp_ssl_socket_set_verify_peer(socket, tls.verifiesPeer ? 1 : 0)
        unsafe amqp_ssl_socket_set_verify_hostname(socket, tls.verifiesPeer ? 1 : 0)
        unsafe amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        if tls.verifiesPeer {
            let status = unsafe amqp_ssl_socket_set_cacert(socket, tls.authorityFile)
            guard status == AMQP_STATUS_OK.rawValue else {
                throw AMQPError(.configuration, "read cacertfile", libraryText(status), status: status)
            }
        }
        if let certificate = tls.certificateFile, let key = tls.keyFile {
            let status = unsafe amqp_ssl_socket_set_key(socket, certificate, key)
            guard status == AMQP_STATUS_OK.rawValue else {
                throw AMQPError(.configuration, "read certfile and keyfile", libraryText(status), status: status)
            }
        }
        return unsafe socket
    }
}

/// librabbitmq's words for a status code.
func libraryText(_ status: CInt) -> String {
    guard let text = unsafe amqp_error_string2(status) else { return "status \(status)" }
    return unsafe String(cString: text)
}

extension timeval {
    init(_ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        self.init(tv_sec: Int(seconds), tv_usec: Int(attoseconds / 1_000_000_000_000))
    }
}
