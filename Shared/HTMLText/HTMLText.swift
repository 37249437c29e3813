/// Makes text that is safe between tags and in quoted attributes, for pages and mails rendered with Mustache.
///
/// Done here, for every value and scalar by scalar: Mustache's own escaping goes by character, and a quotation mark with
/// a combining mark on it is another character than a quotation mark. The templates therefore do not escape.
package enum HTMLText {
    /// The text with `<`, `>`, `&` and both quotation marks replaced.
    package static func escaped(_ text: String) -> String {
        var output = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "<": output += "&lt;".unicodeScalars
            case ">": output += "&gt;".unicodeScalars
            case "&": output += "&amp;".unicodeScalars
            case "\"": output += "&quot;".unicodeScalars
            case "'": output += "&#39;".unicodeScalars
            default: output.append(scalar)
            }
        }
        return String(output)
    }

    /// The same value, every string in it escaped.
    package static func escaped(_ value: Any) -> Any {
        switch value {
        case let text as String: escaped(text)
        case let values as [String: Any]: values.mapValues { escaped($0) }
        case let values as [Any]: values.map { escaped($0) }
        default: value
        }
    }
}
