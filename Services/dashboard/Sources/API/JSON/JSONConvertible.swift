internal import CivilTime
internal import Contracts
internal import Foundation

/// What the API shows as one JSON value, and how its description calls that.
protocol JSONConvertible: Sendable {
    static var schema: JSONSchema { get }
    var jsonValue: JSONValue { get }
}

extension String: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.string) }
    var jsonValue: JSONValue { .string(self) }
}

extension Bool: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.boolean) }
    var jsonValue: JSONValue { .bool(self) }
}

extension Int: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.integer) }
    var jsonValue: JSONValue { .int(self) }
}

extension Double: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.number) }
    var jsonValue: JSONValue { .double(self) }
}

/// RFC 3339 in UTC, with milliseconds.
extension Date: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.string, format: .dateTime) }
    var jsonValue: JSONValue { .string(rfc3339) }
}

extension CivilDate: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.string, format: .date) }
    var jsonValue: JSONValue { .string(description) }
}

/// Small letters, as RFC 9562 prints it.
extension UUID: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.string, format: .uuid) }
    var jsonValue: JSONValue { .string(uuidString.lowercased()) }
}

extension Identifier: JSONConvertible {
    static var schema: JSONSchema { UUID.schema }
    var jsonValue: JSONValue { .string(description) }
}

extension TimeZone: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.string) }
    var jsonValue: JSONValue { .string(identifier) }
}

extension Optional: JSONConvertible where Wrapped: JSONConvertible {
    static var schema: JSONSchema { Wrapped.schema.orNull }
    var jsonValue: JSONValue { map(\.jsonValue) ?? .null }
}

extension Array: JSONConvertible where Element: JSONConvertible {
    static var schema: JSONSchema { JSONSchema(.array, items: Element.schema) }
    var jsonValue: JSONValue { .array(map(\.jsonValue)) }
}
