extension Bool: PostgresCodable {
    package static var postgresType: PostgresType { .bool }
    package var postgresValue: PostgresValue { .word8(self ? 1 : 0) }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Bool {
        guard type == .bool else { throw .typeMismatch }
        let byte: UInt8 = try bytes.word()
        return byte != 0
    }
}

extension Int16: PostgresCodable {
    package static var postgresType: PostgresType { .int2 }
    package var postgresValue: PostgresValue { .word16(UInt16(bitPattern: self)) }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Int16 {
        guard type == .int2 else { throw .typeMismatch }
        return try bytes.word()
    }
}

extension Int32: PostgresCodable {
    package static var postgresType: PostgresType { .int4 }
    package var postgresValue: PostgresValue { .word32(UInt32(bitPattern: self)) }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Int32 {
        switch type {
        case .int4: try bytes.word()
        case .int2: Int32(try bytes.word() as Int16)
        default: throw .typeMismatch
        }
    }
}

extension Int64: PostgresCodable {
    package static var postgresType: PostgresType { .int8 }
    package var postgresValue: PostgresValue { .word64(UInt64(bitPattern: self)) }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Int64 {
        switch type {
        case .int8: try bytes.word()
        case .int4: Int64(try bytes.word() as Int32)
        case .int2: Int64(try bytes.word() as Int16)
        case .oid: Int64(try bytes.word() as UInt32)
        default: throw .typeMismatch
        }
    }
}

extension Int: PostgresCodable {
    package static var postgresType: PostgresType { .int8 }
    package var postgresValue: PostgresValue { Int64(self).postgresValue }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Int {
        Int(try Int64.decode(bytes, type: type))
    }
}

extension Double: PostgresCodable {
    package static var postgresType: PostgresType { .float8 }
    package var postgresValue: PostgresValue { .word64(bitPattern) }

    package static func decode(_ bytes: RawSpan, type: PostgresType) throws(PostgresDecodingIssue) -> Double {
        switch type {
        case .float8: Double(bitPattern: try bytes.word())
        case .float4: Double(Float(bitPattern: try bytes.word()))
        default: throw .typeMismatch
        }
    }
}
