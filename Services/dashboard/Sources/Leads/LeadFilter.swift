internal import Contracts
internal import Foundation

/// Which leads a list shows, as its address says it.
struct LeadFilter: Sendable, Equatable {
    enum OwnerChoice: Sendable, Equatable {
        case nobody
        case agent(AgentID)
    }

    static let longestText = 200

    /// A piece of a name, a number or a mail address; capitals and accents do not count.
    var text = ""
    var state: LeadReach?
    var owner: OwnerChoice?
    /// A primary subtag of BCP 47.
    var language: String?
    var source: String?

    /// - Throws: ``BadRequest`` naming what makes no sense.
    init(_ query: Query) throws(BadRequest) {
        text = query["q"] ?? ""
        guard text.count <= Self.longestText else { throw BadRequest(.searchTooLong) }
        // No text of the database has it, and it cannot be asked for it.
        guard !text.utf8.contains(0) else { throw BadRequest(.addressMakesNoSense) }
        state = try query.choice("state")
        owner = try query.value("agent") { $0 == "nobody" ? .nobody : AgentID($0).map { .agent($0) } }
        language = try query.value("language") { $0.count <= 8 && $0.allSatisfy(\.isLetter) ? $0.lowercased() : nil }
        source = try query.value("source") { $0.count <= 200 && !$0.utf8.contains(0) ? $0 : nil }
    }

    /// The filter as an address has it, without what is as usual.
    var items: [(name: String, value: String)] {
        var items: [(String, String)] = []
        if !text.isEmpty { items.append(("q", text)) }
        if let state { items.append(("state", state.rawValue)) }
        switch owner {
        case .nobody: items.append(("agent", "nobody"))
        case .agent(let id): items.append(("agent", "\(id)"))
        case nil: break
        }
        if let language { items.append(("language", language)) }
        if let source { items.append(("source", source)) }
        return items
    }

    var isEmpty: Bool { items.isEmpty }

    var digits: String? { Self.digits(in: text) }

    /// What is looked for among the digits of numbers; nil when the text is no piece of one. The zero that people dial within
    /// their country is not part of a number as it is kept.
    static func digits(in text: String) -> String? {
        let signs: Set<Character> = ["+", "-", "(", ")", "/", ".", " ", "\u{A0}"]
        guard text.allSatisfy({ signs.contains($0) || $0.isWholeNumber }) else { return nil }
        let digits = text.compactMap(\.wholeNumberValue).map(String.init).joined()
        let significant = digits.drop { $0 == "0" }
        return significant.count >= 3 ? String(significant) : nil
    }
}

/// Whether, as things are, a lead may be called.
enum LeadReach: String, Sendable, CaseIterable {
    case callable
    case booked
    case optedOut = "opted-out"
    case noNumber = "no-number"

    var label: Phrase {
        switch self {
        case .callable: Phrase("Can be called", es: "Se puede llamar")
        case .booked: Phrase("Booked", es: "Con cita")
        case .optedOut: Phrase("Opted out", es: "Dado de baja")
        case .noNumber: Phrase("No number", es: "Sin número")
        }
    }
}
