internal import CPostgres

/// The only owner of a `PGresult`; frees it.
@safe struct ResultHandle: ~Copyable, Sendable {
    /// libpq never changes a result once it has handed it over, so it may be read from any thread.
    private nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes ownership.
    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe PQclear(pointer) }

    var status: ExecStatusType { unsafe PQresultStatus(pointer) }
    var rowCount: Int { Int(unsafe PQntuples(pointer)) }
    var columnCount: Int { Int(unsafe PQnfields(pointer)) }

    /// The command's tag, such as `COMMIT`.
    var commandTag: String { unsafe PQcmdStatus(pointer).map { unsafe String(cString: $0) } ?? "" }

    var affectedRows: Int { unsafe PQcmdTuples(pointer).flatMap { unsafe Int(String(cString: $0)) } ?? 0 }

    func columnName(_ column: Int) -> String {
        unsafe PQfname(pointer, CInt(column)).map { unsafe String(cString: $0) } ?? "\(column)"
    }

    func columnType(_ column: Int) -> PostgresType {
        PostgresType(rawValue: unsafe PQftype(pointer, CInt(column)))
    }

    func isNull(row: Int, column: Int) -> Bool { unsafe PQgetisnull(pointer, CInt(row), CInt(column)) != 0 }

    /// Lends the bytes of a field.
    func withField<R>(
        row: Int, column: Int, _ body: (RawSpan) throws(PostgresDecodingIssue) -> R
    ) throws(PostgresDecodingIssue) -> R {
        let start = unsafe UnsafeRawPointer(PQgetvalue(pointer, CInt(row), CInt(column)))
        let count = Int(unsafe PQgetlength(pointer, CInt(row), CInt(column)))
        return try body(unsafe UnsafeRawBufferPointer(start: start, count: count).bytes)
    }

    func errorField(_ field: CInt) -> String? {
        unsafe PQresultErrorField(pointer, field).map { unsafe String(cString: $0) }
    }

    var errorMessage: String { unsafe PQresultErrorMessage(pointer).map { unsafe String(cString: $0) } ?? "" }
}

/// What one statement gave back. Immutable; its rows refer to it.
package final class QueryResult: Sendable {
    let handle: ResultHandle
    /// The statement's type, for errors.
    let statement: any PostgresStatement.Type

    init(_ handle: consuming ResultHandle, of statement: any PostgresStatement.Type) {
        self.handle = handle
        self.statement = statement
    }

    var affectedRows: Int { handle.affectedRows }

    func rows<S: PostgresStatement>(of type: S.Type) throws(PostgresError) -> [S.Row] {
        let count = handle.rowCount
        guard count > 0 else { return [] }
        var rows: [S.Row] = []
        rows.reserveCapacity(count)
        for index in 0..<count { rows.append(try S.decode(PostgresRow(result: self, index: index))) }
        return rows
    }
}
