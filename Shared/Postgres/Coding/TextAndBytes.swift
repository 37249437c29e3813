extension String: PostgresCodable {
    package static var postgresType: PostgresType { .text }
    package var postgresValue: PostgresValue { .text(self) }

    /// Reads text of every kind, `json`, and the types that users make whose binary form is text: enumerations, `citext`.
    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> String {
        switch type {
        case .text, .varchar, .name, .bpchar, .char, .json, .unknown: bytes.text()
        case let type where type.isUserDefined: bytes.text()
        default: throw .typeMismatch
        }
    }
}

/// `[UInt8]` is `bytea`, in a column and as a parameter.
extension UInt8: PostgresArrayEncodable, PostgresArrayDecodable {
    package static var postgresArrayType: PostgresType { .bytea }
    package static func encodeArray(_ elements: [UInt8]) -> PostgresValue { .bytes(elements) }

    package static func decodeArray(
        _ bytes: RawSpan, type: PostgresType
    ) throws(PostgresDecodingIssue) -> [UInt8] {
        guard type == .bytea else { throw .typeMismatch }
        return bytes.array()
    }
}

/// The text of a JSON document in a `jsonb` column. The server checks it; this driver does not look into it.
package struct JSONB: PostgresCodable, Hashable {
    /// The document in UTF-8.
    package var bytes: [UInt8]

    package init(bytes: [UInt8]) { self.bytes = bytes }
    package init(_ text: String) { self.bytes = Array(text.utf8) }

    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package static var postgresType: PostgresType { .jsonb }

    /// The only version that the format has ever had, in one byte before the text.
    private static let version: UInt8 = 1

    package var postgresValue: PostgresValue {
        var value: [UInt8] = []
        value.reserveCapacity(bytes.count + 1)
        value.append(Self.version)
        value.append(contentsOf: bytes)
        return .bytes(value)
    }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> JSONB {
        switch type {
        case .json:
            return JSONB(bytes: bytes.array())
        case .jsonb:
            var reader = ByteReader()
            let version = try reader.next(UInt8.self, in: bytes)
            guard version == Self.version else { throw .invalidValue("jsonb version \(version)") }
            return JSONB(bytes: bytes.extracting(droppingFirst: 1).array())
        default:
            throw .typeMismatch
        }
    }
}

extension RawSpan {
    func text() -> String {
        unsafe withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    func array() -> [UInt8] {
        unsafe withUnsafeBytes { unsafe Array($0) }
    }
}
