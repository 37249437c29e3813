internal import FoundationEssentials
internal import Postgres

// The statements of these tests. Most use one small table.

struct CreateItems {
    static let sql = """
        CREATE TABLE items (
            id int8 PRIMARY KEY,
            label text NOT NULL CONSTRAINT items_label_unique UNIQUE DEFERRABLE INITIALLY IMMEDIATE,
            amount int8 NOT NULL DEFAULT 0 CONSTRAINT items_amount_positive CHECK (amount >= 0)
        )
        """
}

struct InsertItem: PostgresStatement {
    static let sql = "INSERT INTO items (id, label, amount) VALUES ($1, $2, $3)"
    var id: Int
    var label: String
    var amount = 0
    var parameters: [PostgresParameter] { [.init(id), .init(label), .init(amount)] }
}

struct ItemLabels: PostgresStatement {
    static let sql = "SELECT label FROM items ORDER BY id"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> String { try row.decode(String.self) }
}

struct CountItems: PostgresStatement {
    static let sql = "SELECT count(*) FROM items"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

struct AddToItem: PostgresStatement {
    static let sql = "UPDATE items SET amount = amount + $2 WHERE id = $1 RETURNING amount"
    var id: Int
    var by: Int
    var parameters: [PostgresParameter] { [.init(id), .init(by)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

struct SumOfItems: PostgresStatement {
    static let sql = "SELECT coalesce(sum(amount), 0)::int8 FROM items"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

struct AllItems: PostgresStatement {
    static let sql = "SELECT * FROM items"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { row.count }
}

struct BackendID: PostgresStatement {
    static let sql = "SELECT pg_backend_pid()"
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

struct Terminate: PostgresStatement {
    static let sql = "SELECT pg_terminate_backend($1::int4, 5000)"
    var id: Int
    var parameters: [PostgresParameter] { [.init(id)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
}

/// Runs until it is cancelled, or for a minute.
struct SleepLong: PostgresStatement {
    static let sql = "SELECT pg_sleep(60)::text"
}

/// Waits for the lock with this number, which a test holds elsewhere.
struct LockUntilCommit: PostgresStatement {
    static let sql = "SELECT pg_advisory_xact_lock($1)::text"
    var key: Int
    var parameters: [PostgresParameter] { [.init(key)] }
}

/// How many other sessions of this database run or wait in this state.
struct SessionsRunning: PostgresStatement {
    static let sql = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active' AND query LIKE $1
        """
    var pattern: String
    var parameters: [PostgresParameter] { [.init(pattern)] }
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(Int.self) }
}

struct Fail: PostgresStatement {
    static let sql = "SELECT 1 / $1"
    var divisor = 0
    var parameters: [PostgresParameter] { [.init(divisor)] }
}

struct Notify: PostgresStatement {
    static let sql = "SELECT pg_notify($1, $2)::text"
    var channel: String
    var payload: String
    var parameters: [PostgresParameter] { [.init(channel), .init(payload)] }
}
