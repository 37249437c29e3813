internal import CRabbitMQ
internal import FoundationEssentials

/// Memory for the C form of names and tables, freed all at once: nothing is allocated per message once it has grown.
@safe struct FieldPool: ~Copyable {
    private var pool = unsafe amqp_pool_t()

    init() { unsafe init_amqp_pool(&pool, 16_384) }

    deinit {
        var pool = unsafe pool
        unsafe empty_amqp_pool(&pool)
    }

    /// Ends the life of everything handed out so far.
    mutating func recycle() { unsafe recycle_amqp_pool(&pool) }

    mutating func bytes(_ string: String) -> amqp_bytes_t {
        var string = string
        return string.withUTF8 { unsafe copy($0) }
    }

    mutating func table(_ table: AMQPTable) -> amqp_table_t {
        guard !table.isEmpty else { return unsafe amqp_table_t(num_entries: 0, entries: nil) }
        let entries = unsafe allocate(amqp_table_entry_t.self, count: table.count)
        for (index, (key, value)) in table.enumerated() {
            let entry = unsafe amqp_table_entry_t(key: bytes(key), value: field(value))
            unsafe (entries + index).initialize(to: entry)
        }
        return unsafe amqp_table_t(num_entries: CInt(table.count), entries: entries)
    }

    private mutating func array(_ values: [AMQPValue]) -> amqp_array_t {
        guard !values.isEmpty else { return unsafe amqp_array_t(num_entries: 0, entries: nil) }
        let entries = unsafe allocate(amqp_field_value_t.self, count: values.count)
        for (index, value) in values.enumerated() {
            unsafe (entries + index).initialize(to: field(value))
        }
        return unsafe amqp_array_t(num_entries: CInt(values.count), entries: entries)
    }

    private mutating func field(_ value: AMQPValue) -> amqp_field_value_t {
        var field = unsafe amqp_field_value_t()
        func kind(_ kind: amqp_field_value_kind_t) { unsafe field.kind = UInt8(kind.rawValue) }
        switch value {
        case .string(let string):
            kind(AMQP_FIELD_KIND_UTF8)
            unsafe field.value.bytes = bytes(string)
        case .int64(let number):
            kind(AMQP_FIELD_KIND_I64)
            unsafe field.value.i64 = number
        case .bool(let flag):
            kind(AMQP_FIELD_KIND_BOOLEAN)
            unsafe field.value.boolean = flag ? 1 : 0
        case .double(let number):
            kind(AMQP_FIELD_KIND_F64)
            unsafe field.value.f64 = number
        case .bytes(let bytes):
            kind(AMQP_FIELD_KIND_BYTES)
            unsafe field.value.bytes = bytes.withUnsafeBufferPointer { unsafe copy($0) }
        case .timestamp(let date):
            kind(AMQP_FIELD_KIND_TIMESTAMP)
            unsafe field.value.u64 = UInt64(clamping: Int64(date.timeIntervalSince1970))
        case .array(let values):
            kind(AMQP_FIELD_KIND_ARRAY)
            unsafe field.value.array = array(values)
        case .table(let inner):
            kind(AMQP_FIELD_KIND_TABLE)
            unsafe field.value.table = table(inner)
        case .null:
            kind(AMQP_FIELD_KIND_VOID)
        }
        return unsafe field
    }

    private mutating func copy(_ source: UnsafeBufferPointer<UInt8>) -> amqp_bytes_t {
        guard let base = source.baseAddress, !source.isEmpty else { return unsafe amqp_bytes_t(len: 0, bytes: nil) }
        let target = unsafe allocate(UInt8.self, count: source.count)
        unsafe target.initialize(from: base, count: source.count)
        return unsafe amqp_bytes_t(len: source.count, bytes: UnsafeMutableRawPointer(target))
    }

    private mutating func allocate<T>(_ type: T.Type, count: Int) -> UnsafeMutablePointer<T> {
        guard let memory = unsafe amqp_pool_alloc(&pool, count * MemoryLayout<T>.stride) else {
            preconditionFailure("out of memory")
        }
        return unsafe memory.bindMemory(to: type, capacity: count)
    }
}
