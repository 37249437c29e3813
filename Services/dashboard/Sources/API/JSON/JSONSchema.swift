internal import Foundation

/// What a JSON value has to look like: the part of JSON Schema 2020-12 that the API needs. What is described with it is also
/// checked with it, so that the two cannot differ.
struct JSONSchema: Sendable {
    enum Kind: String, Sendable {
        case string, integer, number, boolean, array, object
        /// Whatever there is.
        case any
    }

    enum Format: String, Sendable {
        case uuid
        case dateTime = "date-time"
        case date
        case uri
    }

    struct Member: Sendable {
        var name: String
        var schema: JSONSchema
        var isRequired: Bool
    }

    var kind: Kind
    /// Under which the document describes it once for all.
    var name: String?
    var description: String?
    var isNullable = false
    var format: Format?
    /// All the words that there are.
    var choices: [String]?
    /// Of a text, in Unicode scalars; of an array, in elements.
    var length: ClosedRange<Int>?
    /// Of a number.
    var range: ClosedRange<Int>?
    var members: [Member] = []
    /// Whether an object may have members that are not named here.
    var isOpen = false
    /// Of an array: one.
    private var itemSchemas: [JSONSchema] = []

    init(
        _ kind: Kind, _ description: String? = nil, format: Format? = nil, choices: [String]? = nil,
        length: ClosedRange<Int>? = nil, range: ClosedRange<Int>? = nil, items: JSONSchema? = nil
    ) {
        self.kind = kind
        self.description = description
        self.format = format
        self.choices = choices
        self.length = length
        self.range = range
        itemSchemas = items.map { [$0] } ?? []
    }

    /// An object, described under its name.
    init(_ name: String?, _ description: String, members: [Member], isOpen: Bool = false) {
        kind = .object
        self.name = name
        self.description = description
        self.members = members
        self.isOpen = isOpen
    }

    var items: JSONSchema? { itemSchemas.first }

    var orNull: JSONSchema {
        var schema = self
        schema.isNullable = true
        return schema
    }

    func described(_ text: String) -> JSONSchema {
        var schema = self
        schema.description = text
        return schema
    }
}

extension JSONSchema.Member {
    static func required(_ name: String, _ schema: JSONSchema) -> Self {
        Self(name: name, schema: schema, isRequired: true)
    }

    static func optional(_ name: String, _ schema: JSONSchema) -> Self {
        Self(name: name, schema: schema, isRequired: false)
    }
}
