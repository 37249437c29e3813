internal import Foundation

/// The files of a private broker and the commands that use them.
///
/// Debian's wrappers insist on the account and folders of the system's broker, so the programs behind them are called.
struct RabbitMQFiles: Sendable {
    static let programs = "/usr/lib/rabbitmq/bin"
    private static let account = "rabbitmq"

    var directory: String
    var port: Int
    var distributionPort: Int
    var portMapperPort: Int
    var user: String
    var password: String
    var vhosts: [String]
    var extraConfiguration: [String]

    private var node: String { "thavon-\(port)@localhost" }

    /// Writes configuration and definitions; what the broker itself keeps there is left alone.
    func write() throws {
        let manager = FileManager.default
        for folder in ["", "home", "data", "log"] {
            try manager.createDirectory(atPath: path(folder), withIntermediateDirectories: true)
        }
        try write("[].\n", to: "enabled_plugins")
        try write("[].\n", to: "advanced.config")
        try write("", to: "rabbitmq-env.conf")
        try write(configuration, to: "rabbitmq.conf")
        try JSONSerialization.data(withJSONObject: definitions, options: [.sortedKeys])
            .write(to: URL(fileURLWithPath: path("definitions.json")))
        if !manager.fileExists(atPath: path("home/.erlang.cookie")) {
            try write(UUID().uuidString, to: "home/.erlang.cookie")
        }
        try manager.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path("home/.erlang.cookie"))
        try handOver()
    }

    var brokerCommand: Command {
        command(Self.programs + "/rabbitmq-server", [], log: "broker.log")
    }

    var portMapperCommand: Command {
        command("/usr/bin/epmd", ["-port", "\(portMapperPort)", "-address", "127.0.0.1"], log: "epmd.log")
    }

    func controlCommand(_ arguments: [String]) -> Command {
        command(Self.programs + "/rabbitmqctl", ["-n", node] + arguments, log: "control.log")
    }

    func portMapperAnswers() -> Bool {
        guard let connection = LoopbackConnection(port: portMapperPort) else { return false }
        _ = connection
        return true
    }

    private var configuration: String {
        let lines = [
            "listeners.tcp.1 = 127.0.0.1:\(port)",
            "load_definitions = \(path("definitions.json"))",
            "vm_memory_high_watermark.relative = 0.4",
            "disk_free_limit.absolute = 50MB",
            "raft.wal_max_size_bytes = 67108864",
            "log.file = false",
            "log.console = true",
            "log.console.level = warning",
        ]
        return (lines + extraConfiguration).joined(separator: "\n") + "\n"
    }

    private var definitions: [String: Any] {
        [
            "users": [["name": user, "password": password, "tags": "administrator"]],
            "vhosts": vhosts.map { ["name": $0] },
            "permissions": vhosts.map {
                ["user": user, "vhost": $0, "configure": ".*", "write": ".*", "read": ".*"]
            },
        ]
    }

    private var environment: [String: String] {
        let loopbackOnly = "-kernel inet_dist_use_interface {127,0,0,1}"
        return [
            "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOME": path("home"),
            "LANG": "C.UTF-8",
            "RABBITMQ_NODENAME": node,
            "RABBITMQ_MNESIA_BASE": path("data"),
            "RABBITMQ_LOG_BASE": path("log"),
            "RABBITMQ_CONFIG_FILE": path("rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": path("advanced.config"),
            "RABBITMQ_CONF_ENV_FILE": path("rabbitmq-env.conf"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": path("enabled_plugins"),
            "RABBITMQ_PID_FILE": path("pid"),
            "RABBITMQ_DIST_PORT": "\(distributionPort)",
            "ERL_EPMD_PORT": "\(portMapperPort)",
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            // Makes the start script become the broker, so that the child's process id is the broker's.
            "RABBITMQ_ALLOW_INPUT": "1",
            "RABBITMQ_SERVER_START_ARGS": "-noinput",
            // Few schedulers that do not spin: an idle broker shall use no processor time.
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS":
                "+S 2:2 +sbwt none +sbwtdcpu none +sbwtdio none \(loopbackOnly)",
            "RABBITMQ_CTL_ERL_ARGS": loopbackOnly,
        ]
    }

    private func command(_ executable: String, _ arguments: [String], log: String) -> Command {
        Command(
            executable, arguments, environment: environment, workingDirectory: directory, user: Self.account,
            log: path(log))
    }

    private func path(_ name: String) -> String { name.isEmpty ? directory : directory + "/" + name }

    private func write(_ text: String, to name: String) throws {
        // Atomically: the broker's account may own what is there, and the cookie is read-only.
        try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)), options: .atomic)
    }

    /// Gives everything to the account that will run the broker.
    private func handOver() throws {
        guard geteuid() == 0 else { return }
        let manager = FileManager.default
        let owner: [FileAttributeKey: Any] = [
            .ownerAccountName: Self.account, .groupOwnerAccountName: Self.account,
        ]
        try manager.setAttributes(owner, ofItemAtPath: directory)
        for name in try manager.subpathsOfDirectory(atPath: directory) {
            try manager.setAttributes(owner, ofItemAtPath: path(name))
        }
    }
}
