internal import CRabbitMQ
internal import FoundationEssentials

extension amqp_bytes_t {
    /// A copy as text; bytes that are not UTF-8 are replaced.
    var string: String { unsafe String(decoding: buffer, as: UTF8.self) }

    var array: [UInt8] { unsafe Array(buffer) }

    var buffer: UnsafeRawBufferPointer { unsafe UnsafeRawBufferPointer(start: bytes, count: bytes == nil ? 0 : len) }
}

extension AMQPValue {
    init(_ field: amqp_field_value_t) {
        switch unsafe amqp_field_value_kind_t(rawValue: UInt32(field.kind)) {
        case AMQP_FIELD_KIND_BOOLEAN: self = unsafe .bool(field.value.boolean != 0)
        case AMQP_FIELD_KIND_I8: self = unsafe .int64(Int64(field.value.i8))
        case AMQP_FIELD_KIND_U8: self = unsafe .int64(Int64(field.value.u8))
        case AMQP_FIELD_KIND_I16: self = unsafe .int64(Int64(field.value.i16))
        case AMQP_FIELD_KIND_U16: self = unsafe .int64(Int64(field.value.u16))
        case AMQP_FIELD_KIND_I32: self = unsafe .int64(Int64(field.value.i32))
        case AMQP_FIELD_KIND_U32: self = unsafe .int64(Int64(field.value.u32))
        case AMQP_FIELD_KIND_I64: self = unsafe .int64(field.value.i64)
        case AMQP_FIELD_KIND_U64: self = unsafe .int64(Int64(clamping: field.value.u64))
        case AMQP_FIELD_KIND_F32: self = unsafe .double(Double(field.value.f32))
        case AMQP_FIELD_KIND_F64: self = unsafe .double(field.value.f64)
        case AMQP_FIELD_KIND_DECIMAL: self = unsafe .double(Self.decimal(field.value.decimal))
        case AMQP_FIELD_KIND_UTF8: self = unsafe Self.text(field.value.bytes)
        case AMQP_FIELD_KIND_BYTES: self = unsafe .bytes(field.value.bytes.array)
        case AMQP_FIELD_KIND_TIMESTAMP: self = unsafe .timestamp(Date(amqpSeconds: field.value.u64))
        case AMQP_FIELD_KIND_ARRAY: self = unsafe .array(Self.elements(field.value.array))
        case AMQP_FIELD_KIND_TABLE: self = unsafe .table(AMQPTable(field.value.table))
        default: self = .null
        }
    }

    private static func text(_ bytes: amqp_bytes_t) -> AMQPValue {
        guard let string = unsafe String(validating: bytes.buffer, as: UTF8.self) else {
            return unsafe .bytes(bytes.array)
        }
        return .string(string)
    }

    private static func elements(_ array: amqp_array_t) -> [AMQPValue] {
        unsafe UnsafeBufferPointer(start: array.entries, count: Int(array.num_entries)).map { unsafe AMQPValue($0) }
    }

    private static func decimal(_ decimal: amqp_decimal_t) -> Double {
        (0..<decimal.decimals).reduce(Double(decimal.value)) { value, _ in value / 10 }
    }
}

extension AMQPTable {
    init(_ table: amqp_table_t) {
        self.init(minimumCapacity: Int(unsafe table.num_entries))
        for index in 0..<Int(unsafe table.num_entries) {
            let entry = unsafe table.entries[index]
            let key = unsafe entry.key.string
            self[key] = unsafe AMQPValue(entry.value)
        }
    }
}

extension Date {
    init(amqpSeconds seconds: UInt64) { self.init(timeIntervalSince1970: Double(seconds)) }
}

/// Remembers the last text of a field that seldom changes from one message to the next, such as an exchange's name.
struct RecentText {
    private var text = ""

    mutating func string(_ bytes: amqp_bytes_t) -> String {
        let isSame = text.withUTF8 { known in
            let new = unsafe bytes.buffer
            return unsafe known.count == new.count && known.elementsEqual(new)
        }
        if !isSame { text = unsafe bytes.string }
        return text
    }
}
