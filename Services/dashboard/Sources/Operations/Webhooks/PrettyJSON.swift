internal import LenientJSON

/// JSON with a member on each line, as people read it.
struct PrettyJSON: Sendable {
    private(set) var text = ""
    /// Whether there is more than the text has.
    private(set) var isCut = false
    private let limit: Int

    /// - Parameters:
    ///   - bytes: what is no JSON is shown as it is.
    ///   - limit: in bytes of UTF-8, about.
    init(_ bytes: [UInt8], limit: Int) {
        self.limit = limit
        guard let document = try? JSONDocument(parsing: bytes) else {
            isCut = bytes.count > limit
            text = String(decoding: bytes.prefix(limit), as: UTF8.self)
            return
        }
        write(document.root, indentation: "")
    }

    private mutating func write(_ node: JSONNode, indentation: String) {
        switch node.kind {
        case .object:
            writeList(Array(node.members), "{", "}", indentation) { pretty, member, inner in
                pretty.text += JSONText.quoted(member.key) + ": "
                pretty.write(member.value, indentation: inner)
            }
        case .array:
            writeList(Array(node.elements), "[", "]", indentation) { $0.write($1, indentation: $2) }
        case .string: text += JSONText.quoted(node.string ?? "")
        case .null, .bool, .number: text += String(decoding: node.rawBytes, as: UTF8.self)
        }
    }

    private mutating func writeList<Element>(
        _ elements: [Element], _ open: String, _ close: String, _ indentation: String,
        _ write: (inout PrettyJSON, Element, String) -> Void
    ) {
        guard !elements.isEmpty else {
            text += open + close
            return
        }
        let inner = indentation + "  "
        text += open
        for (index, element) in elements.enumerated() {
            guard text.utf8.count < limit else {
                isCut = true
                text += "\n\(inner)…"
                break
            }
            text += (index > 0 ? "," : "") + "\n" + inner
            write(&self, element, inner)
        }
        text += "\n\(indentation)\(close)"
    }
}
