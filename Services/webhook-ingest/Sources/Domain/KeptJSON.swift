internal import LenientJSON

/// Assembles a JSON object of parts of a body, written so that `jsonb` takes it: it refuses NUL, half surrogate pairs and
/// numbers beyond its range, which a body may hold all the same.
struct KeptJSON {
    private static let limit = 65_536
    private var members: [String] = []

    /// Leaves out what is absent, null or too long.
    mutating func add(_ key: String, _ node: JSONNode?) {
        guard let node, !node.isNull, node.rawBytes.count <= Self.limit else { return }
        members.append("\"\(key)\":\(Self.written(node))")
    }

    var text: String { "{\(members.joined(separator: ","))}" }

    private static func written(_ node: JSONNode) -> String {
        if let text = node.string { return quoted(text) }
        if let flag = node.bool { return flag ? "true" : "false" }
        if let number = node.number {
            return number.isFinite && node.rawBytes.count <= 100
                ? String(decoding: node.rawBytes, as: UTF8.self) : "null"
        }
        switch node.kind {
        case .array: return "[\(node.elements.map(written).joined(separator: ","))]"
        case .object:
            return "{\(node.members.map { "\(quoted($0.key)):\(written($0.value))" }.joined(separator: ","))}"
        default: return "null"
        }
    }

    private static func quoted(_ text: String) -> String { JSONText.quoted(text.cleaned() ?? "") }
}
