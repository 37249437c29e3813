internal import LenientJSON

/// Assembles a JSON object of parts of a body, without its secrets, and written so that `jsonb` takes it: it refuses NUL, half
/// surrogate pairs and numbers beyond its range, which a body may hold all the same.
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
            // What is nothing to a Double but is written as something has an exponent that numeric does not have.
            let isSmall = number == 0 && node.rawBytes.contains { (0x31...0x39).contains($0) }
            let isPlain = number.isFinite && !isSmall && node.rawBytes.count <= 100
            return isPlain ? String(decoding: node.rawBytes, as: UTF8.self) : isSmall ? "0" : "null"
        }
        switch node.kind {
        case .array: return "[\(node.elements.map(written).joined(separator: ","))]"
        case .object:
            let members = node.members.map { key, value in
                "\(quoted(key)):\(VapiSecrets.keys.contains(key) ? "\"[removed]\"" : written(value))"
            }
            return "{\(members.joined(separator: ","))}"
        default: return "null"
        }
    }

    private static func quoted(_ text: String) -> String { JSONText.quoted(text.cleaned() ?? "") }
}
