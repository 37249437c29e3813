/// One SQL statement: its text, its parameters and the shape of its rows.
///
/// ```swift
/// struct CallByID: PostgresStatement {
///     static let sql = "SELECT id, ended_at FROM call_logs WHERE id = $1"
///     var id: UUID
///     var parameters: [PostgresParameter] { [.init(id)] }
///     static func decode(_ row: PostgresRow) throws(PostgresError) -> (UUID, Date?) {
///         try row.decode((UUID, Date?).self)
///     }
/// }
/// ```
///
/// It is prepared once per connection, under the name of its type, and bound from then on. Parameters are declared with
/// the type that Swift gives them (`String` is `text`, `Int` is `int8`), so the text casts where the server would not:
/// `$1::call_status`.
package protocol PostgresStatement: Sendable {
    /// What a row becomes.
    associatedtype Row: Sendable = NoRow

    /// The text, with `$1`, `$2` … for the parameters. One statement, and the same text each time it is asked for.
    static var sql: String { get }

    /// The values of `$1`, `$2` … in order.
    var parameters: [PostgresParameter] { get }

    /// Reads one row. Runs on the caller's executor, never on the driver's thread.
    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row
}

/// The row of a statement that returns none.
package struct NoRow: Sendable, Hashable {
    package init() {}
}

extension PostgresStatement {
    package var parameters: [PostgresParameter] { [] }
}

extension PostgresStatement where Row == NoRow {
    package static func decode(_ row: PostgresRow) throws(PostgresError) -> NoRow { NoRow() }
}

/// A statement with its parameters, its type erased: what a ``PostgresExecutor`` works on.
package struct PostgresCall: Sendable {
    let statement: any PostgresStatement.Type
    let parameters: [PostgresParameter]

    init<S: PostgresStatement>(_ statement: S) {
        self.statement = S.self
        self.parameters = statement.parameters
    }

    var key: ObjectIdentifier { ObjectIdentifier(statement) }

    /// The statement's type; built only for errors and when it is prepared.
    var name: String { String(describing: statement) }
}

/// The statements that frame a transaction.
enum Framing {
    struct Begin: PostgresStatement {
        static let sql = "BEGIN ISOLATION LEVEL READ COMMITTED"
    }

    struct BeginRepeatableRead: PostgresStatement {
        static let sql = "BEGIN ISOLATION LEVEL REPEATABLE READ"
    }

    struct BeginSerializable: PostgresStatement {
        static let sql = "BEGIN ISOLATION LEVEL SERIALIZABLE"
    }

    struct Commit: PostgresStatement {
        static let sql = "COMMIT"
    }

    struct Rollback: PostgresStatement {
        static let sql = "ROLLBACK"
    }
}
