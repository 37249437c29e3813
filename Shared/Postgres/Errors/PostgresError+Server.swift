internal import CPostgres

extension PostgresError {
    /// Reads the server's error out of a result. A fatal one means that the session is over.
    init(result: borrowing ResultHandle, operation: String?) {
        let severity = result.errorField(thavon_pg_diag_severity())
        let isFatal = severity == "FATAL" || severity == "PANIC"
        let state = result.errorField(thavon_pg_diag_sqlstate()).map { SQLState(rawValue: $0) }
        // A result without SQLSTATE was made by libpq itself, when the connection broke.
        self.init(
            isFatal || state == nil ? .connectionLost : .server, sqlState: state, operation: operation,
            serverMessage: result.errorField(thavon_pg_diag_message_primary()) ?? result.errorMessage)
        constraint = result.errorField(thavon_pg_diag_constraint_name())
        table = result.errorField(thavon_pg_diag_table_name())
    }

    /// Reads libpq's text on a failed connect. It holds names of hosts, users and databases, but neither password nor data.
    init(connectFailure message: String) {
        let lines = message.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("LOCATION:") }
        self.init(
            .connectionFailed, sqlState: Self.sqlState(inConnectFailure: message),
            reason: lines.joined(separator: " "))
    }

    /// Finds `FATAL:  28P01: password…`, as libpq writes when it is told to be verbose.
    private static func sqlState(inConnectFailure message: String) -> SQLState? {
        message.split(separator: ":").map { $0.drop { $0 == " " } }.first { word in
            word.count == 5
                && word.allSatisfy { $0.isASCII && ($0.isNumber || $0.isUppercase) } && word.contains(where: \.isNumber)
        }.map { SQLState(rawValue: String($0)) }
    }

    func replacing(code: Code) -> PostgresError {
        var copy = PostgresError(
            code, sqlState: sqlState, operation: operation, reason: reason, serverMessage: serverMessage)
        copy.constraint = constraint
        copy.table = table
        copy.outcomeUnknown = outcomeUnknown
        copy.hasStalePlan = hasStalePlan
        return copy
    }
}
