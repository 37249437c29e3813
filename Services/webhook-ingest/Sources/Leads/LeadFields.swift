internal import FormEncoding
internal import LenientJSON

/// The fields of a posted lead, whatever they are called and however deep they lie: forms, Zapier, Facebook Lead Ads
/// (`field_data`), HubSpot (`properties`) and the like each have their own names.
struct LeadFields: Sendable, Equatable {
    /// In the order of the body; names are lower case and of letters and digits only, so that `Full Name`, `full_name` and
    /// `fullName` are one.
    private(set) var entries: [(name: String, value: String)] = []

    static func == (one: LeadFields, other: LeadFields) -> Bool {
        one.entries.elementsEqual(other.entries) { $0 == $1 }
    }

    private static let deepest = 6
    private static let most = 500
    private static let longestValue = 4000

    init(json root: JSONNode) { walk(root, name: nil, depth: 0) }

    /// - Parameter form: `application/x-www-form-urlencoded`.
    init(form: [UInt8]) {
        for (name, value) in FormEncoding.fields(of: form) { add(name, value) }
    }

    /// The first value that is not blank under the first of these names that has one.
    func first(_ names: [String]) -> String? { firstEntry(names)?.value }

    func firstEntry(_ names: [String]) -> (name: String, value: String)? {
        for name in names {
            if let entry = entries.first(where: { $0.name == name && !$0.value.allSatisfy(\.isWhitespace) }) {
                return entry
            }
        }
        return nil
    }

    /// All values that are not blank, by the order of the names.
    func all(_ names: [String]) -> [String] {
        names.flatMap { name in entries.filter { $0.name == name && !$0.value.allSatisfy(\.isWhitespace) }.map(\.value)
        }
    }

    /// Also of those that were left blank.
    var names: Set<String> { Set(entries.map(\.name)) }

    static func normalized(_ name: String) -> String {
        String(
            name.lowercased().unicodeScalars.filter { $0.properties.isAlphabetic || $0.properties.numericType != nil })
    }

    private mutating func add(_ name: String, _ value: String) {
        guard entries.count < Self.most else { return }
        entries.append((Self.normalized(name), value.cleaned(limit: Self.longestValue) ?? ""))
    }

    private mutating func walk(_ node: JSONNode, name: String?, depth: Int) {
        guard depth <= Self.deepest else { return }
        switch node.kind {
        case .object: walkObject(node, name: name, depth: depth)
        case .array:
            for element in node.elements { walk(element, name: name, depth: depth + 1) }
        case .string, .number, .bool:
            if let name { add(name, Self.text(node)) }
        case .null:
            if let name { add(name, "") }
        }
    }

    private mutating func walkObject(_ node: JSONNode, name: String?, depth: Int) {
        // {"name": "phone_number", "values": ["…"]} and {"phone": {"value": "…", "versions": […]}}. A deal with a name, a phone and
        // a value is none of these.
        let isOneField = node.members.allSatisfy { Self.fieldWords.contains(Self.normalized($0.key)) }
        let label = (node["name"] ?? node["label"] ?? node["field"] ?? node["key"])?.nonEmptyString
        let value = node["value"] ?? node["values"] ?? node["answer"]
        if isOneField, let value, let field = label ?? name {
            return walk(value, name: field, depth: depth + 1)
        }
        for (key, value) in node.members { walk(value, name: key, depth: depth + 1) }
    }

    /// What objects say that stand for one field of a form.
    private static let fieldWords: Set = [
        "name", "label", "field", "key", "value", "values", "answer", "id", "ref", "type", "title", "question",
        "required",
        "objecttypeid", "versions", "timestamp", "source", "sourceid", "sourcetype", "sourcelabel", "sourcevid",
        "updatedbyuserid", "selected", "requestid",
    ]

    private static func text(_ node: JSONNode) -> String {
        node.string ?? node.bool.map { $0 ? "true" : "false" } ?? String(decoding: node.rawBytes, as: UTF8.self)
    }
}
