/// How the API shows a value: an object whose members are described where they are read, so that the description cannot differ
/// from what is sent. Every member is always there; one that is not known is null.
struct Resource<Value: Sendable>: Sendable {
    struct Field: Sendable {
        fileprivate let member: JSONSchema.Member
        fileprivate let value: @Sendable (Value) -> JSONValue

        init<Content: JSONConvertible>(
            _ name: String, _ description: String, _ value: @escaping @Sendable (Value) -> Content
        ) {
            self.init(name, Content.schema.described(description)) { value($0).jsonValue }
        }

        /// One of certain words.
        init(
            _ name: String, _ description: String, oneOf choices: [String],
            _ value: @escaping @Sendable (Value) -> String
        ) {
            self.init(name, JSONSchema(.string, description, choices: choices)) { .string(value($0)) }
        }

        init(
            _ name: String, _ description: String, oneOf choices: [String],
            _ value: @escaping @Sendable (Value) -> String?
        ) {
            self.init(name, JSONSchema(.string, description, choices: choices).orNull) {
                value($0).map { .string($0) } ?? .null
            }
        }

        /// Something that has parts of its own, or null.
        init<Part: Sendable>(
            _ name: String, _ resource: Resource<Part>, _ value: @escaping @Sendable (Value) -> Part?
        ) {
            self.init(name, resource.schema.orNull) { value($0).map { resource.json($0) } ?? .null }
        }

        init<Part: Sendable>(
            _ name: String, _ description: String, each resource: Resource<Part>,
            _ value: @escaping @Sendable (Value) -> [Part]
        ) {
            self.init(name, JSONSchema(.array, description, items: resource.schema)) {
                .array(value($0).map { resource.json($0) })
            }
        }

        init(_ name: String, _ schema: JSONSchema, _ value: @escaping @Sendable (Value) -> JSONValue) {
            member = .required(name, schema)
            self.value = value
        }
    }

    let schema: JSONSchema
    private let fields: [Field]

    init(_ name: String, _ description: String, _ fields: [Field]) {
        self.fields = fields
        schema = JSONSchema(name, description, members: fields.map(\.member))
    }

    func json(_ value: Value) -> JSONValue {
        .object(fields.map { JSONValue.Member($0.member.name, $0.value(value)) })
    }

    /// A page of a list.
    var page: Resource<APIPage<Value>> {
        Resource<APIPage<Value>>(
            "\(schema.name ?? "")List", "A page of a list.",
            [
                .init("data", "In the list's order.", each: self) { $0.values },
                .init("next_cursor", "For the parameter `cursor`, to get the next page; null on the last one.") {
                    $0.next?.text
                },
            ])
    }
}

/// A part of a list, and where the next one begins.
struct APIPage<Value: Sendable>: Sendable {
    var values: [Value]
    var next: Cursor?

    /// - Parameter rows: one more than `limit` when there are more.
    init(_ rows: [Value], limit: Int, cursor: (Value) -> Cursor) {
        values = Array(rows.prefix(limit))
        next = rows.count > limit ? values.last.map(cursor) : nil
    }

    /// All there are.
    init(_ values: [Value]) { self.values = values }
}
