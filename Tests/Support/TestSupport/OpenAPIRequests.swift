package import Foundation
package import OutboundHTTP

/// Checks requests against the operations of an OpenAPI 3 description: method and path, what stands in the path, the query and
/// the headers, and the body, as JSON or as a form.
package struct OpenAPIRequests {
    private let paths: [String: [String: Any]]
    private let schemas: OpenAPISchema

    /// - Parameter description: the whole document.
    /// - Throws: when it is not one.
    package init(description: Data) throws {
        let root = try JSONSerialization.jsonObject(with: description) as? [String: Any]
        guard let paths = root?["paths"] as? [String: [String: Any]] else {
            throw CocoaError(.propertyListReadCorrupt)
        }
        self.paths = paths
        schemas = try OpenAPISchema(description: description)
    }

    /// What is wrong with the request; empty when nothing is.
    package func problems(of request: HTTPRequest) -> [String] {
        guard let url = URLComponents(string: request.url) else { return ["no URL: \(request.url)"] }
        let matches = paths.compactMap { path, operations in
            Self.values(in: url.percentEncodedPath, of: path).map { (values: $0, operations: operations) }
        }
        // What is named goes before what could be anything.
        guard let match = matches.min(by: { $0.values.count < $1.values.count }) else {
            return ["there is no \(url.percentEncodedPath)"]
        }
        let method = request.method.rawValue.lowercased()
        guard let operation = match.operations[method] as? [String: Any] else { return ["there is no \(method)"] }
        return problems(of: request, url, match.values, operation)
    }

    private func problems(
        of request: HTTPRequest, _ url: URLComponents, _ path: [String: String], _ operation: [String: Any]
    ) -> [String] {
        let parameters = operation["parameters"] as? [[String: Any]] ?? []
        let query = Dictionary(grouping: url.queryItems ?? [], by: \.name).mapValues { $0.map { $0.value ?? "" } }
        var problems = query.keys.filter { name in !parameters.contains { Self.is($0, name, in: "query") } }
            .map { "query \($0) is not known" }
        for parameter in parameters {
            guard let name = parameter["name"] as? String, let place = parameter["in"] as? String else { continue }
            let values =
                switch place {
                case "path": path[name].map { [$0] }
                case "query": query[name]
                default: request.headers[name].map { [$0] }
                }
            let schema = parameter["schema"] as? [String: Any] ?? [:]
            for value in values ?? [] { problems += self.problems(ofText: value, schema, "\(place) \(name)") }
            if values == nil, parameter["required"] as? Bool == true { problems.append("\(place) \(name) is missing") }
        }
        return problems + self.problems(ofBody: request, operation["requestBody"] as? [String: Any])
    }

    private func problems(ofBody request: HTTPRequest, _ description: [String: Any]?) -> [String] {
        guard let body = request.body, !body.isEmpty else { return [] }
        let content = description?["content"] as? [String: [String: Any]] ?? [:]
        let type = request.headers["content-type"]?.split(separator: ";").first.map(String.init) ?? ""
        guard let schema = content[type]?["schema"] as? [String: Any] else { return ["no body of type \"\(type)\""] }
        if type == "application/x-www-form-urlencoded" { return problems(ofForm: body, schema) }
        guard let value = try? JSONSerialization.jsonObject(with: Data(body), options: .fragmentsAllowed) else {
            return ["the body is not JSON"]
        }
        return schemas.problems(of: value, as: schema, at: "$")
    }

    private func problems(ofForm body: [UInt8], _ schema: [String: Any]) -> [String] {
        let properties = schema["properties"] as? [String: [String: Any]] ?? [:]
        var url = URLComponents()
        // A blank is written as `+` or as `%20`.
        url.percentEncodedQuery = String(decoding: body, as: UTF8.self).replacingOccurrences(of: "+", with: "%20")
        let fields = url.queryItems ?? []
        let missing = (schema["required"] as? [String] ?? []).filter { name in !fields.contains { $0.name == name } }
        return missing.map { "\($0) is missing" }
            + fields.flatMap { field -> [String] in
                guard let property = properties[field.name] else { return ["\(field.name) is not known"] }
                let isArray = property["type"] as? String == "array"
                let element = isArray ? property["items"] as? [String: Any] ?? [:] : property
                return problems(ofText: field.value ?? "", element, field.name)
            }
    }

    /// A value as it stands in a path, a query, a header or a form.
    private func problems(ofText text: String, _ schema: [String: Any], _ name: String) -> [String] {
        let value: Any =
            switch schema["type"] as? String {
            case "integer": Int(text).map { $0 as Any } ?? text
            case "number": Double(text).map { $0 as Any } ?? text
            case "boolean": Bool(text).map { $0 as Any } ?? text
            default: text
            }
        let problems = schemas.problems(of: value, as: schema, at: name)
        guard let pattern = schema["pattern"] as? String, let regex = try? Regex(pattern) else { return problems }
        return (try? regex.firstMatch(in: text)) == nil ? problems + ["\(name) is not like \(pattern)"] : problems
    }

    private static func `is`(_ parameter: [String: Any], _ name: String, in place: String) -> Bool {
        parameter["name"] as? String == name && parameter["in"] as? String == place
    }

    /// What stands in the places of a path like `/emails/{id}`; nil when it is another one.
    private static func values(in path: String, of template: String) -> [String: String]? {
        let (parts, places) = (path.split(separator: "/"), template.split(separator: "/"))
        guard parts.count == places.count else { return nil }
        var values: [String: String] = [:]
        for (part, place) in zip(parts, places) {
            guard let open = place.firstIndex(of: "{"), let close = place.lastIndex(of: "}") else {
                if part != place { return nil }
                continue
            }
            let (head, tail) = (place[..<open], place[place.index(after: close)...])
            guard part.count > head.count + tail.count, part.hasPrefix(head), part.hasSuffix(tail) else { return nil }
            let value = part.dropFirst(head.count).dropLast(tail.count)
            values[String(place[open...close].dropFirst().dropLast())] = value.removingPercentEncoding ?? String(value)
        }
        return values
    }
}
