internal import LocalServers
internal import Postgres
internal import Synchronization
internal import TestSupport
internal import Testing

@Suite struct ServerTests {
    @Test func connectsThroughTheSocketInTheDataFolder() async throws {
        struct HasAddress: PostgresStatement {
            static let sql = "SELECT inet_server_addr() IS NOT NULL"
            static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
        }
        try await TestPostgres.withPrivateServer { server in
            let folder = server.dataDirectory.split(separator: "/").joined(separator: "%2F")
            let configuration = try PostgresConfiguration(
                url: "postgres://postgres@/postgres?host=%2F\(folder)&port=\(server.port)")
            let hasAddress = try await withPool(configuration) { try await $0.execute(HasAddress()) }
            #expect(hasAddress == [false])
        }
    }

    @Test func aHostNameThatNobodyKnowsIsAFailedConnection() async throws {
        var configuration = PostgresConfiguration(host: "nobody.invalid", user: "me", database: "base")
        configuration.acquireTimeout = .milliseconds(500)
        try await withPool(configuration) { pool in
            let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
            #expect(error?.code == .connectionFailed)
        }
    }

    /// A client that vanishes in the middle of a transaction must not hold its locks for hours.
    @Test func theServerItselfEndsASessionThatHasFallenSilent() async throws {
        struct Limits: PostgresStatement {
            static let sql = """
                SELECT current_setting('idle_in_transaction_session_timeout'), current_setting('statement_timeout')
                """
            static func decode(_ row: PostgresRow) throws(PostgresError) -> [String] {
                let (idle, statement) = try row.decode((String, String).self)
                return [idle, statement]
            }
        }
        try await TestPostgres.withDatabase { configuration in
            let limits = try await withPool(configuration) { try await $0.execute(Limits()) }
            #expect(limits == [["30s", "36s"]])
            var own = configuration
            own.options["options"] = "-c idle_in_transaction_session_timeout=50ms"
            let chosen = try await withPool(own) { try await $0.execute(Limits()) }
            #expect(chosen.first?.first == "50ms")
        }
    }

    @Test func theTimeZoneIsUTCWhateverServerDatabaseAndCallerSay() async throws {
        struct Settings: PostgresStatement {
            static let sql = "SELECT current_setting('TimeZone'), current_setting('work_mem')"
            static func decode(_ row: PostgresRow) throws(PostgresError) -> (String, String) {
                try row.decode((String, String).self)
            }
        }
        try await TestPostgres.withDatabase { configuration in
            try await withPool(configuration) { pool in
                let database = configuration.database
                try await pool.simpleQuery("ALTER DATABASE \"\(database)\" SET timezone = 'Europe/Berlin'")
            }
            var configuration = configuration
            for options in [nil, "-c work_mem=5MB -c timezone=Asia/Tokyo"] {
                configuration.options["options"] = options
                let settings = try await withPool(configuration) { try await $0.execute(Settings()) }
                #expect(settings.map(\.0) == ["UTC"])
                #expect(settings.map(\.1) == [options == nil ? "4MB" : "5MB"])
            }
        }
    }

    @Test func aTemplateIsPreparedOnceAndCopied() async throws {
        let preparations = Counter()
        for _ in 0..<3 {
            try await TestPostgres.withDatabase(template: "with_items") { configuration in
                preparations.increment()
                try await withPool(configuration) { try await $0.simpleQuery(CreateItems.sql) }
            } _: { configuration in
                try await withPool(configuration) { pool in
                    try await expectItemCount(0, in: pool)
                    _ = try await pool.execute(InsertItem(id: 1, label: "a"))
                }
            }
        }
        #expect(preparations.value == 1)
    }
}

private final class Counter: Sendable {
    private let count = Atomic(0)
    var value: Int { count.load(ordering: .relaxed) }
    func increment() { count.add(1, ordering: .relaxed) }
}
