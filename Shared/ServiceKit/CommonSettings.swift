package import AMQP
package import Logging
package import Postgres

/// What every service can be told.
///
/// Configuration keys:
/// - `LOG_LEVEL` (trace, debug, info, notice, warning, error, critical; default info)
/// - `LOG_FORMAT` (json, text; default json)
/// - `HEALTH_HOST`, `HEALTH_PORT`: where `/health/live`, `/health/ready` and `/metrics` are served
/// - `SHUTDOWN_TIMEOUT` (seconds, default 20): how long work in hand may take after SIGTERM
package struct CommonSettings: Sendable {
    package enum LogFormat: String, CaseIterable, Sendable {
        case json, text
    }

    package var logLevel: Logger.Level
    package var logFormat: LogFormat
    package var healthHost: String
    package var healthPort: Int
    package var shutdownTimeout: Duration

    init(_ settings: inout Settings, healthPort port: Int) throws(ConfigurationError) {
        logLevel = try settings.choice("LOG_LEVEL", default: Logger.Level.info)
        logFormat = try settings.choice("LOG_FORMAT", default: LogFormat.json)
        healthHost = try settings.host("HEALTH_HOST", default: "127.0.0.1")
        healthPort = try settings.int("HEALTH_PORT", default: port, in: 0...65535)
        shutdownTimeout = try settings.seconds("SHUTDOWN_TIMEOUT", default: 20, in: 1...600)
    }
}

extension Settings {
    /// Configuration keys:
    /// - `DATABASE_URL` (required): `postgres://role:password@host:port/database`
    /// - `DATABASE_CONNECTIONS` (default as given): the most connections the pool opens
    package mutating func database(
        service: String, connections: Int
    ) throws(ConfigurationError) -> PostgresConfiguration {
        var configuration = try value("DATABASE_URL", default: nil) { text in
            do throws(PostgresError) {
                return .success(try PostgresConfiguration(url: text))
            } catch {
                return .failure(Unusable("is not an address like postgres://role@host:5432/database (\(error))"))
            }
        }
        configuration.applicationName = service
        configuration.maxConnections = try int("DATABASE_CONNECTIONS", default: connections, in: 1...500)
        return configuration
    }

    /// Configuration keys:
    /// - `AMQP_URL` (required): `amqp://user:password@host:port/vhost`, or `amqps://…`
    package mutating func broker(service: String) throws(ConfigurationError) -> AMQPConfiguration {
        var configuration = try value("AMQP_URL", default: nil) { text in
            do throws(AMQPError) {
                return .success(try AMQPConfiguration(url: text))
            } catch {
                return .failure(Unusable("is not an address like amqp://user:password@host:5672/ (\(error))"))
            }
        }
        configuration.connectionName = service
        return configuration
    }

    /// Configuration keys:
    /// - `HTTP_HOST` (default 127.0.0.1), `HTTP_PORT` (default as given; 0 takes any free port)
    package mutating func httpAddress(port: Int) throws(ConfigurationError) -> (host: String, port: Int) {
        let host = try host("HTTP_HOST", default: "127.0.0.1")
        let port = try int("HTTP_PORT", default: port, in: 0...65535)
        if port != 0, entries.contains(where: { $0.name == "HEALTH_PORT" && $0.value == "\(port)" }) {
            throw ConfigurationError(key: "HTTP_PORT", problem: "must not be the same as HEALTH_PORT")
        }
        return (host, port)
    }

    /// Where Vapi is to post: `VAPI_WEBHOOK_URL`, else its usual place under `PUBLIC_URL`; nil when neither is set.
    package mutating func vapiWebhookURL() throws(ConfigurationError) -> String? {
        let publicURL = try optionalURL("PUBLIC_URL").map { "\($0)/api/webhooks/vapi" }
        return try optionalURL("VAPI_WEBHOOK_URL") ?? publicURL
    }
}
