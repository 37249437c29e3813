/// A Swift type that a column can be read as.
///
/// Enumerations and typed identifiers need only say that they conform, when their raw value does.
package protocol PostgresDecodable: PostgresArrayDecodable {
    /// Reads a value that is not NULL.
    ///
    /// - Parameters:
    ///   - bytes: the value in binary format, lent for the call.
    ///   - type: the type that the server says it has.
    static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Self

    /// What NULL becomes. Everything but an optional refuses it.
    static func decodeNull() throws(PostgresDecodingIssue) -> Self
}

/// A Swift type that can be an element of an array in a column. Comes with ``PostgresDecodable``; `UInt8` has this alone.
package protocol PostgresArrayDecodable: Sendable {
    static func decodeArray(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> [Self]
}

/// Why a value could not be read. The row adds which column it was.
package enum PostgresDecodingIssue: Error, Sendable {
    case unexpectedNull
    case typeMismatch
    /// Right type, but not a value that the Swift type has. The text must not quote the value.
    case invalidValue(String)
}

extension PostgresDecodable {
    package static func decodeNull() throws(PostgresDecodingIssue) -> Self { throw .unexpectedNull }

    package static func decodeArray(
        _ bytes: RawSpan, type: PostgresType
    ) throws(PostgresDecodingIssue) -> [Self] {
        try ArrayDecoding.decode(bytes)
    }
}

extension RawRepresentable where Self: PostgresDecodable, RawValue: PostgresDecodable {
    package static func decode(
        _ bytes: RawSpan, type: PostgresType
    ) throws(PostgresDecodingIssue) -> Self {
        let rawValue = try RawValue.decode(bytes, type: type)
        guard let value = Self(rawValue: rawValue) else { throw .invalidValue("not a known \(Self.self)") }
        return value
    }
}

extension Optional: PostgresArrayDecodable where Wrapped: PostgresDecodable {}
extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    package static func decode(
        _ bytes: RawSpan, type: PostgresType
    ) throws(PostgresDecodingIssue) -> Wrapped? {
        try Wrapped.decode(bytes, type: type)
    }

    package static func decodeNull() -> Wrapped? { nil }
}

extension Array: PostgresArrayDecodable where Element: PostgresArrayDecodable {}
extension Array: PostgresDecodable where Element: PostgresArrayDecodable {
    package static func decode(
        _ bytes: RawSpan, type: PostgresType
    ) throws(PostgresDecodingIssue) -> [Element] {
        try Element.decodeArray(bytes, type: type)
    }
}
