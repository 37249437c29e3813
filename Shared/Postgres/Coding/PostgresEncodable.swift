/// A Swift type that can be bound to a statement's parameter.
///
/// Enumerations and typed identifiers need only say that they conform, when their raw value does:
/// `struct LeadID: RawRepresentable, PostgresCodable { let rawValue: UUID }`.
package protocol PostgresEncodable: PostgresArrayEncodable {
    /// The type that the parameter is declared as. It must be the same for every value of the Swift type.
    static var postgresType: PostgresType { get }
    var postgresValue: PostgresValue { get }
}

/// A Swift type that can be an element of an array that is bound to a parameter.
///
/// Comes with ``PostgresEncodable``. The only type that has this alone is `UInt8`, whose arrays are `bytea`.
package protocol PostgresArrayEncodable: Sendable {
    static var postgresArrayType: PostgresType { get }
    static func encodeArray(_ elements: [Self]) -> PostgresValue
}

/// Both directions.
package typealias PostgresCodable = PostgresEncodable & PostgresDecodable

/// A value bound to a statement, always sent in binary.
package struct PostgresParameter: Sendable {
    package let type: PostgresType
    package let value: PostgresValue

    package init<Value: PostgresEncodable>(_ value: Value) {
        self.type = Value.postgresType
        self.value = value.postgresValue
    }
}

extension PostgresEncodable {
    package static var postgresArrayType: PostgresType { postgresType.array }

    /// One allocation of the exact size, and one copy of each element.
    package static func encodeArray(_ elements: [Self]) -> PostgresValue {
        ArrayEncoding.encode(elements, of: postgresType)
    }
}

extension RawRepresentable where Self: PostgresEncodable, RawValue: PostgresEncodable {
    package static var postgresType: PostgresType { RawValue.postgresType }
    package var postgresValue: PostgresValue { rawValue.postgresValue }
}

extension Optional: PostgresArrayEncodable where Wrapped: PostgresEncodable {}
extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
    package static var postgresType: PostgresType { Wrapped.postgresType }
    package var postgresValue: PostgresValue { self?.postgresValue ?? .null }
}

extension Array: PostgresArrayEncodable where Element: PostgresArrayEncodable {}
extension Array: PostgresEncodable where Element: PostgresArrayEncodable {
    package static var postgresType: PostgresType { Element.postgresArrayType }
    package var postgresValue: PostgresValue { Element.encodeArray(self) }
}
