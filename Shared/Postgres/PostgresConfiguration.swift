/// Where the server is, who we are, and how long to wait for what.
package struct PostgresConfiguration: Sendable {
    /// A name, an address, or the folder of a Unix socket, which starts with a slash.
    package var host: String
    package var port: Int
    package var user: String
    /// Never shown: descriptions of the configuration leave it out.
    package var password: String?
    package var database: String
    /// What `pg_stat_activity` shows.
    package var applicationName: String?
    /// Further libpq settings by keyword, such as `sslmode` and `sslrootcert`. The time zone of all sessions is UTC,
    /// whatever `options` says.
    package var options: [String: String]
    /// The longest time for one session to come up.
    package var connectTimeout: Duration = .seconds(5)
    /// The most sessions a pool opens.
    package var maxConnections = 8
    /// The longest time to wait for a connection of the pool.
    package var acquireTimeout: Duration = .seconds(5)
    /// The longest time for one statement or pipeline. When it is over, the statement is cancelled at the server.
    package var statementTimeout: Duration = .seconds(30)
    /// How long to wait for the server's answer to a cancellation; then the session is given up.
    package var cancelGrace: Duration = .seconds(5)

    /// Reads a URL: `postgres://user:password@host:port/database?sslmode=require&application_name=notifier`.
    ///
    /// All parts are percent-decoded. `?host=` may name the folder of a Unix socket; `connect_timeout` is in seconds;
    /// every other query item must be a connection setting of libpq.
    ///
    /// - Throws: ``PostgresError`` with the code `configuration`. It does not quote the URL, which may hold a password.
    package init(url: String) throws(PostgresError) {
        self = try ConnectionURL.parse(url)
    }

    package init(host: String = "localhost", port: Int = 5432, user: String, password: String? = nil, database: String)
    {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.database = database
        self.options = [:]
    }
}

extension PostgresConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String {
        let password = password == nil ? "" : ":***"
        return "postgres://\(user)\(password)@\(host):\(port)/\(database)"
    }

    package var debugDescription: String { description }

    /// Keeps the password out of `dump` and of what tests print.
    package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}

extension PostgresConfiguration {
    /// What libpq is told; `addresses` are those that the host's name stands for, where it had to be looked up.
    func connectionParameters(addresses: [String]) -> [(keyword: String, value: String)] {
        var parameters = Self.defaults.merging(options) { _, chosen in chosen }
        let repeated = max(1, addresses.count)
        parameters["host"] = Array(repeating: host, count: repeated).joined(separator: ",")
        if !addresses.isEmpty { parameters["hostaddr"] = addresses.joined(separator: ",") }
        parameters["port"] = String(port)
        parameters["user"] = user
        parameters["dbname"] = database
        parameters["password"] = password
        parameters["application_name"] = applicationName
        parameters["client_encoding"] = "UTF8"
        // Behind the caller's own, so that it wins: what a statement means must not depend on the time zone of the server,
        // the database or the role.
        parameters["options"] = ([serverSideLimits] + (options["options"].map { [$0] } ?? []) + ["-c TimeZone=UTC"])
            .joined(separator: " ")
        return parameters.map { ($0.key, $0.value) }
    }

    /// For the day when this machine is gone from one moment to the next: the server then lets go of what the session had
    /// locked within a minute or so, and not when TCP notices by itself after two hours. Our own time-outs come first.
    private var serverSideLimits: String {
        let statement = (statementTimeout + cancelGrace + .seconds(1)).components.seconds * 1000
        return [
            "statement_timeout=\(min(statement, Int64(Int32.max)))", "idle_in_transaction_session_timeout=30000",
            "tcp_keepalives_idle=30", "tcp_keepalives_interval=10", "tcp_keepalives_count=3", "tcp_user_timeout=60000",
        ].map { "-c \($0)" }.joined(separator: " ")
    }

    /// Kerberos is off unless asked for: looking for its tickets costs at each connect. A peer that fell silent is
    /// noticed within a minute.
    private static let defaults = [
        "gssencmode": "disable", "keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3",
        "tcp_user_timeout": "60000",
    ]
}
