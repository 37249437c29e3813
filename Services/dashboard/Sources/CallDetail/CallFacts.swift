internal import Foundation
internal import LenientJSON

/// What the provider made of a call beside its summary: the members that webhook-ingest keeps in `call_logs.metadata`.
struct CallFacts: Sendable, Equatable {
    struct Fact: Sendable, Equatable {
        var name: String
        var value: String
    }

    /// What the assistant was asked to find out, by name.
    var findings: [Fact] = []
    var cost: Double?
    var successEvaluation: String?
    /// Where the call was passed on to.
    var destination: String?

    private static let most = 40
    private static let longest = 600

    init(metadata: [UInt8]) {
        guard let root = try? JSONDocument(parsing: metadata).root else { return }
        if let data = root["structured_data"] { add(data, under: nil, depth: 0) }
        for output in root["structured_outputs"].map({ Array($0.members) }) ?? [] {
            let name = output.value["name"]?.nonEmptyString ?? output.key
            guard name.lowercased() != "summary", let result = output.value["result"] else { continue }
            add(result, under: name, depth: 0)
        }
        cost = root["cost"]?.lenientNumber
        successEvaluation = root["success_evaluation"].flatMap { Self.text($0) }
        destination =
            root["destination"].flatMap {
                ($0["number"] ?? $0["sipUri"] ?? $0["assistantName"] ?? $0["description"])?.nonEmptyString
            }
    }

    private mutating func add(_ node: JSONNode, under name: String?, depth: Int) {
        guard findings.count < Self.most else { return }
        if let text = Self.text(node) {
            findings.append(Fact(name: Self.label(name ?? "?"), value: text))
        } else if node.kind == .object, depth < 3 {
            for member in node.members {
                add(member.value, under: name.map { "\($0) \(member.key)" } ?? member.key, depth: depth + 1)
            }
        }
    }

    /// A scalar, or a list of them.
    private static func text(_ node: JSONNode) -> String? {
        switch node.kind {
        case .null, .object: nil
        case .bool: node.bool == true ? "✓" : "✗"
        case .number: String(decoding: node.rawBytes, as: UTF8.self)
        case .string: node.nonEmptyString.map { $0.count > longest ? $0.prefix(longest) + "…" : $0 }
        case .array:
            Array(node.elements.prefix(30).compactMap { $0.kind == .array ? nil : text($0) }).joined(separator: ", ")
                .nonEmpty
        }
    }

    /// `lead_score` and `leadScore` as `Lead score`.
    static func label(_ name: String) -> String {
        var words = ""
        var isAfterSmall = false
        for character in name {
            if character == "_" || character == "-" || character == "." {
                words.append(" ")
                isAfterSmall = false
                continue
            }
            if character.isUppercase, isAfterSmall {
                words.append(" ")
                words.append(contentsOf: character.lowercased())
            } else {
                words.append(character)
            }
            isAfterSmall = character.isLowercase || character.isNumber
        }
        let text = words.split(separator: " ").joined(separator: " ")
        return String((text.prefix(1).uppercased() + text.dropFirst()).prefix(80))
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
