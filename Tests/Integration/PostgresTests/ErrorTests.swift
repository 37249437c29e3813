internal import Postgres
internal import TestSupport
internal import Testing

@Suite struct ErrorTests {
    private let secret = "s3cret-value"

    private func expectNoSecret(_ error: PostgresError?) {
        guard let error else { return }
        var dumped = ""
        dump(error, to: &dumped)
        for text in [error.description, error.debugDescription, "\(error)", String(reflecting: error), dumped] {
            #expect(!text.contains(secret))
        }
    }

    @Test func aUniqueViolationNamesItsConstraintAndNoValue() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            _ = try await pool.execute(InsertItem(id: 1, label: secret))
            let error = await #expect(throws: PostgresError.self) {
                try await pool.execute(InsertItem(id: 2, label: secret))
            }
            #expect(error?.code == .server)
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.constraint == "items_label_unique")
            #expect(error?.table == "items")
            #expect(error?.operation == "InsertItem")
            #expect(error?.isTransient == false)
            expectNoSecret(error)
        }
    }

    @Test func aCheckViolationNamesItsConstraintAndNoValue() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            let error = await #expect(throws: PostgresError.self) {
                try await pool.execute(InsertItem(id: 1, label: secret, amount: -1))
            }
            #expect(error?.sqlState == .checkViolation)
            #expect(error?.constraint == "items_amount_positive")
            expectNoSecret(error)
        }
    }

    @Test func aViolationThatShowsOnlyAtCommitIsAnError() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery(CreateItems.sql)
            _ = try await pool.execute(InsertItem(id: 1, label: secret))
            let error = await #expect(throws: PostgresError.self) {
                try await pool.transaction { transaction in
                    try await transaction.simpleQuery("SET CONSTRAINTS items_label_unique DEFERRED")
                    _ = try await transaction.execute(InsertItem(id: 2, label: secret))
                }
            }
            #expect(error?.sqlState == .uniqueViolation)
            #expect(error?.outcomeUnknown == false)
            expectNoSecret(error)
            try await expectItemCount(1, in: pool)
        }
    }

    @Test func statesMatchInCatch() async throws {
        try await withPool(connections: 1) { pool in
            do {
                try await pool.simpleQuery("SELECT * FROM missing")
                Issue.record("no error")
            } catch SQLState.undefinedTable {
                // As it should be.
            }
        }
    }

    @Test func aRefusedPasswordIsPermanentAndNotShown() async throws {
        try await withPool(connections: 1) { pool in
            try await pool.simpleQuery("SELECT 1")
        }
        try await TestPostgres.withDatabase { configuration in
            var configuration = configuration
            configuration.database = "no_such_database"
            configuration.password = secret
            try await withPool(configuration) { pool in
                let error = await #expect(throws: PostgresError.self) { try await pool.execute(BackendID()) }
                #expect(error?.code == .connectionFailed)
                #expect(error?.sqlState == .invalidCatalogName)
                #expect(error?.isTransient == false)
                expectNoSecret(error)
            }
        }
    }
}
