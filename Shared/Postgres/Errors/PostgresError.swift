/// What can go wrong between a statement and its rows.
///
/// ``description`` is fit for a log line: it holds neither parameter values nor anything of the server's message,
/// which may quote them. ``debugDescription`` adds the server's primary message, never its DETAIL, which quotes rows.
package struct PostgresError: Error, Sendable {
    package enum Code: String, Sendable {
        /// The URL, or a statement as it is written, cannot work.
        case configuration
        /// No session could be opened.
        case connectionFailed
        /// An open session broke; see ``PostgresError/outcomeUnknown``.
        case connectionLost
        /// The server refused the statement; ``PostgresError/sqlState`` says why.
        case server
        /// The statement ran longer than allowed and was cancelled.
        case timeout
        /// Every connection stayed in use until the time to acquire one was over.
        case poolExhausted
        /// The pool is shut down, or the connection or transaction is used after it was given back.
        case closed
        /// A row does not have the shape that its statement promises.
        case decoding
        /// The task was cancelled.
        case cancelled
    }

    package let code: Code
    /// The server's code, where the server was the one to object.
    package internal(set) var sqlState: SQLState?
    /// The constraint that was violated.
    package internal(set) var constraint: String?
    /// The table that the server's error is about.
    package internal(set) var table: String?
    /// The statement's type, or what else was being done.
    package internal(set) var operation: String?
    /// True when the session broke after a change was sent and before its commit was confirmed: it may or may not have
    /// happened, and only a look at the data tells.
    package internal(set) var outcomeUnknown = false
    /// The server refused a plan that was made before a change to its tables; a new transaction gets a new plan.
    var hasStalePlan = false
    /// More about it in words that hold no value: the reason of a decoding failure, libpq's word on a failed
    /// connection.
    let reason: String?
    /// The server's primary message, which may quote values.
    let serverMessage: String?

    init(
        _ code: Code, sqlState: SQLState? = nil, operation: String? = nil, reason: String? = nil,
        serverMessage: String? = nil
    ) {
        self.code = code
        self.sqlState = sqlState
        self.operation = operation
        self.reason = reason
        self.serverMessage = serverMessage
    }

    /// Whether doing the same again may well succeed. Says nothing about whether the first time had an effect:
    /// that is ``outcomeUnknown``.
    package var isTransient: Bool {
        switch code {
        case .connectionLost, .timeout, .poolExhausted: true
        case .connectionFailed: !isPermanentRefusal
        case .configuration, .closed, .decoding, .cancelled: false
        case .server: sqlState.map(Self.isTransient) ?? false
        }
    }

    /// Whether the transaction lost against another one and a retry of all of it is the cure.
    package var isConflict: Bool { sqlState == .serializationFailure || sqlState == .deadlockDetected }

    /// Whether a server that is up said no for a reason that another try does not change.
    package var isPermanentRefusal: Bool {
        guard let sqlState else { return code == .configuration }
        return sqlState.classCode == "28" || sqlState.classCode == "42" || sqlState == .invalidCatalogName
    }

    private static func isTransient(_ state: SQLState) -> Bool {
        switch state.classCode {
        case "08", "40", "53": true
        default: state == .lockNotAvailable || state == .queryCanceled || state.rawValue.hasPrefix("57P0")
        }
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String {
        var text = "PostgreSQL: \(code.rawValue)"
        if let sqlState { text += " \(sqlState)" }
        if let operation { text += " in \(operation)" }
        if let constraint { text += ", constraint \(constraint)" }
        if let table { text += ", table \(table)" }
        if let reason { text += ": \(reason)" }
        if outcomeUnknown { text += " (outcome unknown)" }
        return text
    }

    package var debugDescription: String {
        guard let serverMessage else { return description }
        return "\(description); server: \(serverMessage)"
    }
}

extension PostgresError: CustomReflectable {
    /// Hides the stored properties, so that `dump` and test output show no more than ``debugDescription``.
    package var customMirror: Mirror { Mirror(self, children: ["error": debugDescription]) }
}

extension PostgresError {
    static func closed(_ reason: String, operation: String? = nil) -> PostgresError {
        PostgresError(.closed, operation: operation, reason: reason)
    }

    static func cancelled(operation: String? = nil) -> PostgresError {
        PostgresError(.cancelled, operation: operation, reason: "the task was cancelled")
    }

    func with(operation: String?) -> PostgresError {
        var copy = self
        copy.operation = copy.operation ?? operation
        return copy
    }
}
