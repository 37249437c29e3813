package import Foundation

/// Checks requests against a description in Google's discovery format (https://developers.google.com/discovery/v1/reference/apis):
/// whether there is such a method, whether it knows the parameters, and whether the body is what it takes.
package struct DiscoveryDocument {
    private let methods: [[String: Any]]
    private let parameters: Set<String>
    private let schemas: OpenAPISchema

    /// - Throws: when the description is none.
    package init(description: Data) throws {
        guard let root = try JSONSerialization.jsonObject(with: description) as? [String: Any],
            let resources = root["resources"] as? [String: Any], let schemas = root["schemas"] as? [String: Any]
        else { throw CocoaError(.propertyListReadCorrupt) }
        methods = Self.methods(of: resources)
        parameters = Set((root["parameters"] as? [String: Any] ?? [:]).keys)
        let openAPI = ["components": ["schemas": Self.withReferences(schemas)]]
        self.schemas = try OpenAPISchema(description: JSONSerialization.data(withJSONObject: openAPI))
    }

    /// What is wrong with a request; empty when nothing is.
    ///
    /// - Parameters:
    ///   - id: of the method, e.g. `calendar.events.insert`.
    ///   - path: behind the base address, with the query.
    package func problems(of id: String, _ method: String, _ path: String, body: [UInt8]?) throws -> [String] {
        guard let described = methods.first(where: { $0["id"] as? String == id }) else { return ["no method \(id)"] }
        var problems: [String] = []
        if described["httpMethod"] as? String != method { problems.append("\(id) is not sent with \(method)") }
        let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
        let template = (described["path"] as? String ?? "").split(separator: "/")
        let segments = parts[0].split(separator: "/")
        let fits =
            template.count == segments.count
            && zip(template, segments).allSatisfy { $0.hasPrefix("{") ? !$1.isEmpty : $0 == $1 }
        if !fits { problems.append("\(parts[0]) is not \(template.joined(separator: "/"))") }
        let known = parameters.union((described["parameters"] as? [String: Any] ?? [:]).keys)
        for field in (parts.count > 1 ? parts[1] : "").split(separator: "&") {
            let name = String(field.split(separator: "=")[0])
            if !known.contains(name) { problems.append("\(id) has no parameter \(name)") }
        }
        let schema = (described["request"] as? [String: Any])?["$ref"] as? String
        switch (schema, body) {
        case (let schema?, let body?): problems += try schemas.problems(of: Data(body), as: schema)
        case (nil, nil): break
        case (nil, _): problems.append("\(id) takes no body")
        case (_, nil): problems.append("\(id) needs a body")
        }
        return problems
    }

    private static func methods(of resources: [String: Any]) -> [[String: Any]] {
        resources.values.compactMap { $0 as? [String: Any] }.flatMap { resource in
            (resource["methods"] as? [String: Any] ?? [:]).values.compactMap { $0 as? [String: Any] }
                + methods(of: resource["resources"] as? [String: Any] ?? [:])
        }
    }

    private static func withReferences(_ value: Any) -> Any {
        switch value {
        case let members as [String: Any]:
            var members = members.mapValues(withReferences)
            if let name = members["$ref"] as? String { members["$ref"] = "#/components/schemas/\(name)" }
            // `required` says so of a member here, not of an object.
            if members["required"] is Bool { members["required"] = nil }
            return members
        case let elements as [Any]: return elements.map(withReferences)
        default: return value
        }
    }
}
