package import Foundation

/// Checks values against the schemas of an OpenAPI 3 description, as far as these say something about JSON: types, enums,
/// required and known members, lengths, ranges, and the combinations.
package struct OpenAPISchema {
    private let schemas: [String: Any]

    /// - Parameter description: the whole document.
    /// - Throws: when it is not one.
    package init(description: Data) throws {
        let root = try JSONSerialization.jsonObject(with: description) as? [String: Any]
        guard let schemas = (root?["components"] as? [String: Any])?["schemas"] as? [String: Any] else {
            throw CocoaError(.propertyListReadCorrupt)
        }
        self.schemas = schemas
    }

    /// What is wrong with the value; empty when nothing is.
    package func problems(of value: Data, as name: String) throws -> [String] {
        let value = try JSONSerialization.jsonObject(with: value, options: .fragmentsAllowed)
        return problems(of: value, as: ["$ref": "#/components/schemas/\(name)"], at: "$")
    }

    func problems(of value: Any, as schema: [String: Any], at path: String) -> [String] {
        if let reference = schema["$ref"] as? String, let name = reference.split(separator: "/").last {
            guard let named = schemas[String(name)] as? [String: Any] else { return ["\(path): no schema \(name)"] }
            return problems(of: value, as: named, at: path)
        }
        var problems: [String] = []
        for part in schema["allOf"] as? [[String: Any]] ?? [] {
            problems += self.problems(of: value, as: part, at: path)
        }
        if let choices = (schema["oneOf"] ?? schema["anyOf"]) as? [[String: Any]] {
            let each = choices.map { self.problems(of: value, as: $0, at: path) }
            // What is told is what is wrong with the choice that fits best.
            if let best = each.min(by: { $0.count < $1.count }), !best.isEmpty { problems += best }
        }
        if let allowed = schema["enum"] as? [Any] {
            // Some descriptions say of an array what they mean of its elements.
            for element in value as? [Any] ?? [value] where !allowed.contains(where: { "\($0)" == "\(element)" }) {
                problems.append("\(path): \(element) is none of the enum")
            }
        }
        var type = schema["type"] as? String
        if let types = schema["type"] as? [String] {
            // OpenAPI 3.1: null is one of several types.
            if value is NSNull, types.contains("null") { return [] }
            type = types.first { $0 != "null" }
        }
        switch type {
        case "null" where !(value is NSNull): problems.append("\(path): not null")
        // Generators write a bare "object" for what they know nothing about.
        case "object" where schema["properties"] != nil: problems += ofObject(value, schema, path)
        case "array": problems += ofArray(value, schema, path)
        case "string": problems += ofString(value, schema, path)
        case "number", "integer": problems += ofNumber(value, schema, path)
        case "boolean" where !(value is Bool): problems.append("\(path): no boolean")
        default: break
        }
        return problems
    }

    private func ofObject(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let object = value as? [String: Any] else { return ["\(path): no object"] }
        var problems = (schema["required"] as? [String] ?? []).filter { object[$0] == nil }.map {
            "\(path).\($0) is missing"
        }
        guard let properties = schema["properties"] as? [String: [String: Any]] else { return problems }
        for (name, member) in object.sorted(by: { $0.key < $1.key }) {
            if let property = properties[name] {
                problems += self.problems(of: member, as: property, at: "\(path).\(name)")
            } else if schema["additionalProperties"] == nil || schema["additionalProperties"] as? Bool == false {
                problems.append("\(path).\(name) is not known")
            }
        }
        return problems
    }

    private func ofArray(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let array = value as? [Any] else { return ["\(path): no array"] }
        guard let items = schema["items"] as? [String: Any] else { return [] }
        return array.enumerated().flatMap { problems(of: $1, as: items, at: "\(path)[\($0)]") }
    }

    private func ofString(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let text = value as? String else { return ["\(path): no string"] }
        if let most = schema["maxLength"] as? Int, text.count > most { return ["\(path): longer than \(most)"] }
        if let least = schema["minLength"] as? Int, text.count < least { return ["\(path): shorter than \(least)"] }
        return []
    }

    private func ofNumber(_ value: Any, _ schema: [String: Any], _ path: String) -> [String] {
        guard let number = (value as? NSNumber)?.doubleValue else { return ["\(path): no number"] }
        if let most = schema["maximum"] as? Double, number > most { return ["\(path): more than \(most)"] }
        if let least = schema["minimum"] as? Double, number < least { return ["\(path): less than \(least)"] }
        return []
    }
}
