// swift-tools-version: 6.3
import PackageDescription

// `THAVON_ONLY=drivers swift build` leaves out everything that needs the HTTP server, so that work on the drivers,
// the contracts and the messaging layer compiles in seconds. See `make drivers`.
let everything = Context.environment["THAVON_ONLY"] != "drivers"

let common: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

/// Product code also marks every expression that the compiler cannot prove memory-safe with `unsafe`.
let strict = common + [.strictMemorySafety()]

/// A C library as Swift sees it: a module map and a header of static inline shims, nothing else.
func cLibrary(_ name: String, pkgConfig: String, apt package: String) -> Target {
    .systemLibrary(name: name, path: "Shared/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

func shared(
    _ name: String,
    _ dependencies: [Target.Dependency] = [],
    resources: [Resource]? = nil
) -> Target {
    .target(
        name: name, dependencies: dependencies, path: "Shared/\(name)", resources: resources, swiftSettings: strict
    )
}

/// A service is a library with everything in it, and an executable of a few lines that starts it.
func service(
    _ name: String,
    library: String,
    _ dependencies: [Target.Dependency],
    resources: [Resource]? = nil
) -> [Target] {
    [
        .target(
            name: library, dependencies: dependencies, path: "Services/\(name)",
            exclude: ["Main", "README.md"], sources: ["Sources"], resources: resources, swiftSettings: strict
        ),
        .executableTarget(
            name: name, dependencies: [.target(name: library)] + dependencies, path: "Services/\(name)/Main",
            swiftSettings: strict
        ),
    ]
}

func tests(_ name: String, in folder: String, _ dependencies: [Target.Dependency]) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, path: "Tests/\(folder)/\(name)", swiftSettings: common
    )
}

extension Target.Dependency {
    static let log = product(name: "Logging", package: "swift-log")
    static let metrics = product(name: "Metrics", package: "swift-metrics")
    static let coreMetrics = product(name: "CoreMetrics", package: "swift-metrics")
    static let serviceContext = product(name: "ServiceContextModule", package: "swift-service-context")
    static let lifecycle = product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
    static let signals = product(name: "UnixSignals", package: "swift-service-lifecycle")
    static let deque = product(name: "DequeModule", package: "swift-collections")
    static let crypto = product(name: "Crypto", package: "swift-crypto")
    static let cryptoExtras = product(name: "CryptoExtras", package: "swift-crypto")
    static let configuration = product(name: "Configuration", package: "swift-configuration")
    static let hummingbird = product(name: "Hummingbird", package: "hummingbird")
    static let mustache = product(name: "Mustache", package: "swift-mustache")
    static let argumentParser = product(name: "ArgumentParser", package: "swift-argument-parser")
}

var dependencies: [Package.Dependency] = [
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
    .package(url: "https://github.com/apple/swift-service-context", exact: "1.5.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
]

var targets: [Target] = [
    .systemLibrary(name: "CLinux", path: "Shared/CLinux"),
    cLibrary("CPostgres", pkgConfig: "libpq", apt: "libpq-dev"),
    cLibrary("CRabbitMQ", pkgConfig: "librabbitmq", apt: "librabbitmq-dev"),
    cLibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev"),

    // C++ behind a C header: what cannot be had from a system library's own header.
    .target(
        name: "CPhoneNumbers", path: "Shared/CPhoneNumbers",
        linkerSettings: ["phonenumber", "geocoding", "protobuf", "icuuc"].map { .linkedLibrary($0) }),

    shared("PollExecutor", ["CLinux"]),
    shared("Postgres", ["CPostgres", "PollExecutor", .log, .deque]),
    shared("AMQP", ["CRabbitMQ", "PollExecutor", .log, .deque]),
    shared("OutboundHTTP", ["CCurl", "PollExecutor", .log]),
    shared("HTMLText"),
    shared("Deadlines"),
    shared("LenientJSON"),
    shared("Telephony", ["CPhoneNumbers"]),
    shared("Territories"),
    shared("GoogleCalendar", ["LenientJSON", "OutboundHTTP"]),
    shared("CivilTime"),
    shared("CSV"),
    shared("RulesJSON"),
    shared("Availability", ["CivilTime", "RulesJSON"]),
    shared("SpokenTime", ["CivilTime"]),
    shared("Calling", ["CivilTime", "RulesJSON", "Telephony"]),
    shared("Vapi", ["LenientJSON", "OutboundHTTP"], resources: [.embedInCode("Languages")]),
    shared("Contracts"),
    shared("LeadWords", ["Contracts"]),
    shared("FormEncoding"),
    shared("Observability", [.log, .coreMetrics, .serviceContext]),
    shared(
        "Messaging",
        ["AMQP", "Contracts", "Deadlines", "Postgres", "Observability", .log, .metrics, .serviceContext, .lifecycle]
    ),
    shared("Schema", ["Postgres", .log], resources: [.embedInCode("Migrations")]),
    shared("LocalServers", ["CLinux", "PollExecutor"]),

    .target(
        name: "TestSupport",
        dependencies: [
            "AMQP", "Contracts", "Deadlines", "LocalServers", "Messaging", "OutboundHTTP", "PollExecutor", "Postgres",
            "Schema",
            .log,
        ],
        path: "Tests/Support/TestSupport", swiftSettings: common
    ),
    .target(
        name: "ConsoleData", dependencies: ["Postgres", .log], path: "Tests/Support/ConsoleData",
        exclude: ["words.sql", "people.sql", "calls.sql", "aftermath.sql"], swiftSettings: common
    ),
    tests("ContractsTests", in: "Unit", ["Contracts"]),
    tests("ObservabilityTests", in: "Unit", ["Observability", .coreMetrics, .log, .metrics, .serviceContext]),
    tests("PollExecutorTests", in: "Unit", ["PollExecutor", "CLinux"]),
    tests("DeadlinesTests", in: "Unit", ["Deadlines"]),
    tests("TelephonyTests", in: "Unit", ["Telephony"]),
    tests("VapiTests", in: "Unit", ["LenientJSON", "TestSupport", "Vapi"]),
    tests("CSVTests", in: "Unit", ["CSV", "TestSupport"]),
    tests("CivilTimeTests", in: "Unit", ["CivilTime", "TestSupport"]),
    tests("AvailabilityTests", in: "Unit", ["Availability", "CivilTime", "RulesJSON", "TestSupport"]),
    tests("SpokenTimeTests", in: "Unit", ["CivilTime", "SpokenTime", "TestSupport"]),
    tests("GoogleCalendarTests", in: "Unit", ["GoogleCalendar", "LenientJSON", "OutboundHTTP", "TestSupport"]),
    tests("CallingTests", in: "Unit", ["Calling", "CivilTime", "RulesJSON", "Telephony", "TestSupport"]),
    tests("LenientJSONTests", in: "Unit", ["LenientJSON"]),
    tests(
        "MessagingTests", in: "Integration",
        ["AMQP", "Contracts", "Deadlines", "Messaging", "Postgres", "TestSupport", .log]),
    tests("SchemaTests", in: "Integration", ["Postgres", "Schema", "TestSupport", .log]),
    tests("LocalServersTests", in: "Integration", ["LocalServers"]),
    tests("PostgresTests", in: "Integration", ["LocalServers", "PollExecutor", "Postgres", "TestSupport", .log]),
    tests("AMQPTests", in: "Integration", ["AMQP", "LocalServers", "TestSupport", .log]),
    tests("OutboundHTTPTests", in: "Integration", ["CCurl", "LocalServers", "OutboundHTTP", "PollExecutor", .log]),
]

if everything {
    dependencies += [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: [.defaults, "Logging"]),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    ]
    targets += [
        shared(
            "ServiceKit",
            [
                "AMQP", "Deadlines", "Messaging", "ObjectStore", "Observability", "OutboundHTTP", "Postgres", "Schema",
                .argumentParser, .configuration, .coreMetrics, .hummingbird, .lifecycle, .log, .metrics,
                .serviceContext, .signals,
            ]
        ),
        shared(
            "Notices", ["CivilTime", "Contracts", "HTMLText", .mustache],
            resources: [.embedInCode("Templates"), .embedInCode("Words")]),
        shared("Twilio", ["FormEncoding", "LenientJSON", "OutboundHTTP", .crypto]),
        shared("DemoCalls", [.crypto]),
        shared("ResendWebhooks", ["LenientJSON", .crypto]),
        shared("ObjectStore", ["OutboundHTTP", "PollExecutor", .crypto]),
        shared("Vault", ["Contracts", .crypto]),
        shared("Passwords", ["PollExecutor", .cryptoExtras]),
    ]
    targets += service(
        "webhook-ingest", library: "WebhookIngest",
        [
            "AMQP", "CivilTime", "Contracts", "Deadlines", "FormEncoding", "LeadWords", "LenientJSON", "Messaging",
            "Observability", "Postgres", "ResendWebhooks", "ServiceKit", "SpokenTime", "Telephony", "Twilio", "Vapi",
            .crypto, .hummingbird, .lifecycle, .log, .metrics, .serviceContext,
        ])
    targets += service(
        "assignment", library: "Assignment",
        [
            "AMQP", "Availability", "CivilTime", "Contracts", "Messaging", "Postgres", "RulesJSON", "ServiceKit",
            "Territories", .lifecycle, .log, .metrics,
        ])
    targets += service(
        "calendar-sync", library: "CalendarSync",
        [
            "AMQP", "Availability", "CivilTime", "Contracts", "Deadlines", "GoogleCalendar", "HTMLText", "LenientJSON",
            "Messaging", "Observability", "OutboundHTTP", "Postgres", "RulesJSON", "ServiceKit", "SpokenTime",
            "Territories", "Vault",
            .crypto, .hummingbird, .lifecycle, .log, .metrics, .mustache,
        ], resources: [.embedInCode("Templates")])
    targets += service(
        "notifier", library: "Notifier",
        [
            "AMQP", "CivilTime", "Contracts", "Deadlines", "LenientJSON", "Messaging", "Notices", "Observability",
            "OutboundHTTP", "Postgres", "RulesJSON", "Schema", "ServiceKit", "Twilio", "Vault", .crypto, .lifecycle,
            .log, .metrics,
        ])
    targets += service(
        "retry-scheduler", library: "RetryScheduler",
        [
            "AMQP", "Availability", "Calling", "Contracts", "Deadlines", "LenientJSON", "Messaging", "Observability",
            "OutboundHTTP", "Postgres", "ServiceKit", "Telephony", "Vapi", .lifecycle, .log, .metrics,
        ])
    targets += service(
        "recording-archive", library: "RecordingArchive",
        [
            "AMQP", "Contracts", "Deadlines", "LenientJSON", "Messaging", "ObjectStore", "Observability",
            "OutboundHTTP", "Postgres", "ServiceKit", "Vapi", .lifecycle, .log, .metrics,
        ])
    targets += service(
        "dashboard", library: "Dashboard",
        [
            "AMQP", "Availability", "CSV", "Calling", "CivilTime", "Contracts", "Deadlines", "FormEncoding", "HTMLText",
            "LeadWords", "LenientJSON", "Messaging", "Notices", "ObjectStore", "Observability", "OutboundHTTP",
            "Passwords", "Postgres", "RulesJSON", "Schema", "ServiceKit", "Telephony", "Territories", "Vapi", "Vault",
            .crypto, .hummingbird, .lifecycle, .log, .metrics,
        ], resources: [.embedInCode("Assets")])
    targets += service(
        "sandbox", library: "Sandbox",
        [
            "DemoCalls", "HTMLText", "LenientJSON", "OutboundHTTP", "ServiceKit", .crypto, .deque, .hummingbird,
            .lifecycle,
            .log, .mustache,
        ], resources: [.embedInCode("Templates")])
    targets += [
        tests(
            "SandboxTests", in: "Integration",
            ["DemoCalls", "OutboundHTTP", "Sandbox", "ServiceKit", .hummingbird, .lifecycle, .log])
    ]
    targets += service(
        "thavon", library: "ThavonCLI",
        [
            "AMQP", "Calling", "CivilTime", "Contracts", "Deadlines", "DemoCalls", "LenientJSON", "LocalServers",
            "Messaging", "Notices", "OutboundHTTP", "Passwords", "Postgres", "Schema", "ServiceKit", "Telephony",
            "Territories", "Vapi", "Vault", .argumentParser, .log, .signals,
        ], resources: [.embedInCode("Demo")])
    targets.append(
        .executableTarget(
            name: "bench",
            dependencies: [
                "AMQP", "ConsoleData", "Contracts", "LocalServers", "Messaging", "Notices", "OutboundHTTP", "Postgres",
                "Schema", .argumentParser, .crypto,
                .log,
            ],
            path: "Tests/Benchmarks/bench", exclude: ["broker.c", "fsync.c", "ingest.lua", "ingest.sql", "paint.py"],
            swiftSettings: common))
    targets += [
        tests(
            "WebhookIngestTests", in: "Unit",
            [
                "Contracts", "LeadWords", "LenientJSON", "Messaging", "ResendWebhooks", "TestSupport", "Twilio",
                "WebhookIngest",
            ]),
        tests("ServiceKitTests", in: "Unit", ["ServiceKit", .log]),
        tests(
            "AssignmentTests", in: "Unit",
            [
                "Assignment", "Availability", "CivilTime", "Contracts", "RulesJSON", "Territories", "TestSupport",
            ]),
        tests(
            "CalendarSyncTests", in: "Unit",
            [
                "Availability", "CalendarSync", "CivilTime", "Contracts", "GoogleCalendar", "Territories",
                "TestSupport", "Vault",
            ]),
        tests(
            "NotifierTests", in: "Unit",
            [
                "CivilTime", "Contracts", "LenientJSON", "Messaging", "Notices", "Notifier", "OutboundHTTP",
                "RulesJSON",
                "ServiceKit", "TestSupport", "Twilio",
            ]),
        tests("NoticesTests", in: "Unit", ["Contracts", "Notices"]),
        tests("TwilioTests", in: "Unit", ["LenientJSON", "OutboundHTTP", "TestSupport", "Twilio"]),
        tests("ResendWebhooksTests", in: "Unit", ["ResendWebhooks", "TestSupport"]),
        tests(
            "ThavonCLITests", in: "EndToEnd",
            [
                "Contracts", "LenientJSON", "LocalServers", "Notices", "OutboundHTTP", "Postgres", "TestSupport",
                "ThavonCLI", "Vapi", .target(name: "thavon"), .log,
            ]),
        tests(
            "MainFlowTests", in: "EndToEnd",
            [
                "AMQP", "Contracts", "LocalServers", "Messaging", "OutboundHTTP", "Postgres", "Schema", "TestSupport",
                .target(name: "webhook-ingest"), .target(name: "assignment"), .target(name: "notifier"),
                .target(name: "sandbox"), .target(name: "thavon"), .crypto, .log,
            ]),
        tests(
            "MessageFlowTests", in: "EndToEnd",
            [
                "AMQP", "Contracts", "Messaging", "OutboundHTTP", "Postgres", "TestSupport",
                .target(name: "webhook-ingest"), .target(name: "assignment"), .target(name: "notifier"),
                .target(name: "calendar-sync"), .target(name: "retry-scheduler"), .target(name: "sandbox"), .log,
            ]),
        tests(
            "RetrySchedulerTests", in: "Unit",
            ["Calling", "CivilTime", "Contracts", "RetryScheduler", "Telephony", "TestSupport", "Vapi"]),
        tests(
            "RecordingArchiveTests", in: "Unit",
            ["Contracts", "LenientJSON", "RecordingArchive", "TestSupport"]),
        tests(
            "ObjectStoreTests", in: "Integration",
            ["ObjectStore", "OutboundHTTP", "ServiceKit", .crypto, .hummingbird, .lifecycle, .log]),
        tests(
            "RecordingFlowTests", in: "EndToEnd",
            [
                "AMQP", "Contracts", "Messaging", "OutboundHTTP", "Postgres", "TestSupport",
                .target(name: "recording-archive"), .target(name: "sandbox"), .target(name: "webhook-ingest"), .log,
            ]),
        tests(
            "ConsoleTests", in: "EndToEnd",
            [
                "AMQP", "Contracts", "Dashboard", "Deadlines", "LocalServers", "Messaging", "OutboundHTTP", "Passwords",
                "Postgres", "ObjectStore", "ServiceKit", "TestSupport", .target(name: "assignment"),
                .target(name: "calendar-sync"),
                .target(name: "dashboard"), .target(name: "notifier"), .target(name: "recording-archive"),
                .target(name: "retry-scheduler"), .target(name: "sandbox"), .target(name: "webhook-ingest"),
                .hummingbird,
                .log,
            ]),
        tests(
            "ConsoleQueriesTests", in: "Integration",
            [
                "AMQP", "ConsoleData", "Contracts", "Dashboard", "Messaging", "Notifier", "Postgres", "Schema",
                "TestSupport", .log,
            ]),
        tests(
            "DashboardTests", in: "Unit",
            [
                "AMQP", "Availability", "CSV", "Calling", "CivilTime", "Contracts", "Dashboard", "LeadWords",
                "LenientJSON", "Messaging", "Notices", "ObjectStore", "OutboundHTTP", "Passwords", "Postgres",
                "RulesJSON", "Telephony", "TestSupport", .hummingbird, .log,
            ]),
        tests(
            "CallingFlowTests", in: "EndToEnd",
            [
                "Contracts", "LocalServers", "OutboundHTTP", "Postgres", "RetryScheduler", "TestSupport",
                .target(name: "webhook-ingest"),
                .target(name: "retry-scheduler"), .target(name: "sandbox"), .target(name: "thavon"), .crypto, .log,
            ]),
        tests(
            "AppointmentFlowTests", in: "EndToEnd",
            [
                "AMQP", "Contracts", "Deadlines", "LocalServers", "Messaging", "OutboundHTTP", "Postgres",
                "TestSupport",
                .target(name: "assignment"), .target(name: "calendar-sync"), .target(name: "retry-scheduler"),
                .target(name: "sandbox"), .target(name: "webhook-ingest"), .log,
            ]),
    ]
}

let package = Package(name: "thavon", dependencies: dependencies, targets: targets, cxxLanguageStandard: .cxx17)
