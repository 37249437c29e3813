/// One line of an iCalendar file (RFC 5545, section 3.1).
struct ContentLine {
    let name: String
    var parameters: [(name: String, value: String)] = []
    /// As it stands in the file, escaped where its type asks for it.
    let value: String

    /// Folded, with its line end.
    var folded: String {
        let parameters = parameters.map { ";\($0.name)=\(Self.quoted($0.value))" }.joined()
        return Self.fold("\(name)\(parameters):\(value)")
    }

    /// A value of type TEXT: nothing in it can end the line or the value.
    static func escaped(_ text: String) -> String {
        var escaped = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", ";", ",":
                escaped.append("\\")
                escaped.append(scalar)
            case "\n" where previous == "\r": break
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": escaped += "\\n".unicodeScalars
            case "\t": escaped.append(scalar)
            default: if !scalar.isControl { escaped.append(scalar) }
            }
            previous = scalar
        }
        return String(escaped)
    }

    /// A parameter's value. Quotation marks and line ends cannot stand in one, and carets would be read as escapes (RFC
    /// 6868).
    private static func quoted(_ text: String) -> String {
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "^'".unicodeScalars
            case "^": quoted += "^^".unicodeScalars
            case "\u{2028}", "\u{2029}": quoted.append(" ")
            default: quoted.append(scalar.isControl ? " " : scalar)
            }
        }
        return "\"\(String(quoted))\""
    }

    /// No line has more than 75 octets, and no character is torn apart.
    private static func fold(_ line: String) -> String {
        var folded: [UInt8] = []
        var length = 0
        for scalar in line.unicodeScalars {
            let octets = scalar.utf8
            if length + octets.count > 75 {
                folded += "\r\n ".utf8
                length = 1
            }
            folded += octets
            length += octets.count
        }
        return String(decoding: folded + "\r\n".utf8, as: UTF8.self)
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
