/// Schemas as an OpenAPI 3.1 document has them.
extension JSONSchema {
    private static let place = "#/components/schemas/"

    /// Where it stands in a document: a reference when it has a name.
    var json: JSONValue {
        guard let name else { return definition }
        let reference = JSONValue.object(["$ref": .string(Self.place + name)])
        guard isNullable else { return reference }
        return .object(["anyOf": [reference, .object(["type": "null"])]])
    }

    /// Itself, in full.
    var definition: JSONValue {
        var members: [JSONValue.Member] = []
        func add(_ name: String, _ value: JSONValue) { members.append(.init(name, value)) }
        let isNull = isNullable && name == nil
        if kind != .any {
            let type = JSONValue.string(kind.rawValue)
            add("type", isNull ? [type, "null"] : type)
        }
        if let description { add("description", .string(description)) }
        if let format { add("format", .string(format.rawValue)) }
        if let choices { add("enum", .array(choices.map { .string($0) } + (isNull ? [.null] : []))) }
        if let length { add(kind == .array ? "maxItems" : "maxLength", .int(length.upperBound)) }
        if let length, length.lowerBound > 0 { add(kind == .array ? "minItems" : "minLength", .int(length.lowerBound)) }
        if let range {
            add("minimum", .int(range.lowerBound))
            add("maximum", .int(range.upperBound))
        }
        if let items { add("items", items.json) }
        if kind == .object, !self.members.isEmpty || !isOpen {
            add("properties", .object(self.members.map { .init($0.name, $0.schema.json) }))
            let required = self.members.filter(\.isRequired).map { JSONValue.string($0.name) }
            if !required.isEmpty { add("required", .array(required)) }
            if !isOpen { add("additionalProperties", false) }
        }
        return .object(members)
    }

    /// It and all that it is made of, as far as they have names.
    var named: [JSONSchema] {
        (name == nil ? [] : [self]) + (items?.named ?? []) + members.flatMap(\.schema.named)
    }
}
