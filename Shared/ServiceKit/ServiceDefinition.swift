package import Logging
package import ServiceLifecycle

/// One of Thavon's executables: what it is called, what it can be told, and what it is made of.
package protocol ServiceDefinition: Sendable {
    /// The executable's name; also the database role and the events' `source`.
    static var name: String { get }
    /// One sentence for `--help`.
    static var summary: String { get }
    /// The settings, one per line, for `--help`.
    static var settingsHelp: String { get }
    static var defaultHealthPort: Int { get }

    associatedtype Configuration: Sendable

    /// Reads and checks all settings before anything is opened.
    static func configure(_ settings: inout Settings) throws(ConfigurationError) -> Configuration

    /// Builds the service from its configuration, leaves first. Opens nothing that it does not hand to the runner.
    static func build(_ configuration: Configuration, logger: Logger) async throws -> ServiceComponents
}

/// A service's long-lived parts.
package struct ServiceComponents: Sendable {
    /// Dependencies first: they are stopped in reverse.
    package var services: [NamedService]
    package var readiness: [ReadinessCheck]

    package init(services: [NamedService], readiness: [ReadinessCheck]) {
        self.services = services
        self.readiness = readiness
    }
}

package struct NamedService: Sendable {
    let name: String
    let service: any Service

    package init(_ name: String, _ service: any Service) {
        self.name = name
        self.service = service
    }
}
