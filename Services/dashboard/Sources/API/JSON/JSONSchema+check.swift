internal import CivilTime
internal import Contracts
internal import Foundation
internal import LenientJSON

/// What is wrong with one part of a body.
struct BodyProblem: Sendable, Equatable {
    /// A JSON pointer (RFC 6901) as a fragment, like `#/party/lead_id`: RFC 9457 §3 writes them so.
    var pointer: String
    var detail: String
}

extension JSONSchema {
    /// More than these do not help anybody.
    private static let mostProblems = 50

    /// What is wrong with a body; empty when nothing is.
    func problems(of node: JSONNode) -> [BodyProblem] {
        var problems: [BodyProblem] = []
        check(node, at: "#", &problems)
        return Array(problems.prefix(Self.mostProblems))
    }

    private func check(_ node: JSONNode, at pointer: String, _ problems: inout [BodyProblem]) {
        guard problems.count < Self.mostProblems else { return }
        func note(_ detail: String) { problems.append(BodyProblem(pointer: pointer, detail: detail)) }
        if node.isNull {
            if !isNullable, kind != .any { note("must not be null") }
            return
        }
        switch kind {
        case .any: break
        case .string:
            guard let text = node.string, node.kind == .string else { return note("must be a text") }
            if let detail = textProblem(text) { note(detail) }
        case .integer:
            guard let number = node.int else { return note("must be a whole number") }
            if let range, !range.contains(number) {
                note("must be from \(range.lowerBound) to \(range.upperBound)")
            }
        case .number: if node.number == nil { note("must be a number") }
        case .boolean: if node.bool == nil { note("must be true or false") }
        case .array:
            guard node.kind == .array else { return note("must be an array") }
            checkElements(of: node, at: pointer, &problems)
        case .object:
            guard node.kind == .object else { return note("must be an object") }
            checkMembers(of: node, at: pointer, &problems)
        }
    }

    private func checkElements(of node: JSONNode, at pointer: String, _ problems: inout [BodyProblem]) {
        let elements = Array(node.elements)
        if let length, !length.contains(elements.count) {
            problems.append(
                BodyProblem(
                    pointer: pointer, detail: "must have from \(length.lowerBound) to \(length.upperBound) elements"))
            return
        }
        guard let items else { return }
        for (index, element) in elements.enumerated() { items.check(element, at: "\(pointer)/\(index)", &problems) }
    }

    private func checkMembers(of node: JSONNode, at pointer: String, _ problems: inout [BodyProblem]) {
        var seen: Set<String> = []
        for (key, value) in node.members {
            let place = "\(pointer)/\(Self.escaped(key))"
            // Which of the two would count depends on who reads it (RFC 8259 §4).
            guard seen.insert(key).inserted else {
                problems.append(BodyProblem(pointer: place, detail: "is there twice"))
                continue
            }
            if let member = members.first(where: { $0.name == key }) {
                member.schema.check(value, at: place, &problems)
            } else if !isOpen {
                problems.append(BodyProblem(pointer: place, detail: "is not known here"))
            }
        }
        for member in members where member.isRequired && !seen.contains(member.name) {
            problems.append(BodyProblem(pointer: "\(pointer)/\(Self.escaped(member.name))", detail: "is missing"))
        }
    }

    /// What is wrong with a text, here or in an address; nil when nothing is.
    func textProblem(_ text: String) -> String? {
        // The database holds no such text.
        if text.utf8.contains(0) { return "must not contain the character U+0000" }
        if let choices, !choices.contains(text) { return "must be one of \(choices.joined(separator: ", "))" }
        if let length, !length.contains(text.unicodeScalars.count) {
            return length.lowerBound == 0
                ? "must have at most \(length.upperBound) characters"
                : "must have from \(length.lowerBound) to \(length.upperBound) characters"
        }
        switch format {
        case .uuid: return UUID(uuidString: text) == nil ? "must be a UUID" : nil
        case .dateTime:
            return Date(rfc3339: text) == nil ? "must be a time like 2026-11-29T14:30:00Z (RFC 3339)" : nil
        case .date: return CivilDate(text) == nil ? "must be a date like 2026-11-29" : nil
        case .uri, nil: return nil
        }
    }

    /// RFC 6901 §3, and what a fragment must not contain (§6).
    private static func escaped(_ name: String) -> String {
        let token = name.replacing("~", with: "~0").replacing("/", with: "~1")
        return token.addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed) ?? ""
    }
}
