import LenientJSON

/// A value to write as JSON in one of the many ways there are, and to compare with what was read.
enum Value {
    case null
    case bool(Bool)
    case int(Int)
    case double(Double)
    case string(String)
    case array([Value])
    case object([(String, Value)])

    static func random(depth: Int, _ random: inout SeededRandom) -> Value {
        switch Int.random(in: 0..<(depth > 0 ? 9 : 5), using: &random) {
        case 0: .null
        case 1: .bool(.random(using: &random))
        case 2: .int(Int(truncatingIfNeeded: random.next()) >> Int.random(in: 0..<64, using: &random))
        case 3: .double(Double.random(in: -1e6...1e6, using: &random))
        case 4: .string(text(&random))
        case 5, 6:
            .array((0..<Int.random(in: 0..<6, using: &random)).map { _ in Self.random(depth: depth - 1, &random) })
        default:
            .object(
                (0..<Int.random(in: 0..<6, using: &random)).map {
                    ("\($0)" + text(&random), Self.random(depth: depth - 1, &random))
                })
        }
    }

    private static func text(_ random: inout SeededRandom) -> String {
        let ranges: [ClosedRange<UInt32>] = [0...0x1F, 0x20...0x7F, 0x80...0x7FF, 0x800...0xFFFF, 0x10000...0x10FFFF]
        var result = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0..<20, using: &random) {
            let value = UInt32.random(in: (ranges.randomElement(using: &random) ?? 0x20...0x7F), using: &random)
            if let scalar = Unicode.Scalar(value) { result.append(scalar) }
        }
        return String(result)
    }

    func written(_ random: inout SeededRandom) -> String {
        let space = ["", "", " ", "\n\t", "\r\n"].randomElement(using: &random) ?? ""
        switch self {
        case .null: return space + "null" + space
        case .bool(let value): return "\(space)\(value)\(space)"
        case .int(let value): return "\(space)\(value)\(space)"
        case .double(let value): return "\(space)\(value)\(space)"
        case .string(let value): return space + Self.quoted(value, &random) + space
        case .array(let elements):
            return space + "[" + elements.map { $0.written(&random) }.joined(separator: ",") + space + "]"
        case .object(let members):
            let parts = members.map { Self.quoted($0.0, &random) + space + ":" + $0.1.written(&random) }
            return space + "{" + space + parts.joined(separator: "," + space) + "}"
        }
    }

    private static func quoted(_ text: String, _ random: inout SeededRandom) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            let mustEscape = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
            if mustEscape || Int.random(in: 0..<8, using: &random) == 0 {
                for unit in String(Character(scalar)).utf16 {
                    let digits = String(unit, radix: 16, uppercase: .random(using: &random))
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    func matches(_ node: JSONNode) -> Bool {
        switch self {
        case .null: return node.isNull
        case .bool(let value): return node.bool == value
        case .int(let value): return node.int == value
        case .double(let value): return node.number == value
        case .string(let value): return node.string.map { $0.utf8.elementsEqual(value.utf8) } ?? false
        case .array(let elements):
            let found = Array(node.elements)
            return node.kind == .array && found.count == elements.count
                && zip(elements, found).allSatisfy { $0.matches($1) }
        case .object(let members):
            let found = Array(node.members)
            return node.kind == .object && found.count == members.count
                && zip(members, found).allSatisfy { $0.0.utf8.elementsEqual($1.key.utf8) && $0.1.matches($1.value) }
                && members.allSatisfy { node[$0.0] != nil }
        }
    }
}
