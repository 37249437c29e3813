internal import Contracts
internal import Foundation
internal import RulesJSON

/// Within what time calls have to be opened. Its fields are named like the rules in JSON, which assignment reads.
struct FollowUpForm: RulesForm {
    static let tab = SettingsTab.followUp
    static let action = "settings.follow_up"

    /// Minutes, as typed; empty: that is not done.
    var remind: String
    var escalate: String
    var reassign: String
    var onlyConversations: Bool
    var countsWorkingHours: Bool

    /// As assignment stores them: what is left out is as usual, and what is null is not done.
    private struct Rules: Codable {
        var remind: Int?
        var escalate: Int?
        var reassign: Int?
        var onlyConversations: Bool
        var countsWorkingHours: Bool

        private enum CodingKeys: String, CodingKey, CaseIterable {
            case remind = "remind_after_minutes"
            case escalate = "escalate_after_minutes"
            case reassign = "reassign_after_minutes"
            case onlyConversations = "only_conversations"
            case countsWorkingHours = "count_working_hours"
        }

        static let standard = Rules(
            remind: 15, escalate: 60, reassign: nil, onlyConversations: true, countsWorkingHours: true)

        init(remind: Int?, escalate: Int?, reassign: Int?, onlyConversations: Bool, countsWorkingHours: Bool) {
            self.remind = remind
            self.escalate = escalate
            self.reassign = reassign
            self.onlyConversations = onlyConversations
            self.countsWorkingHours = countsWorkingHours
        }

        init(from decoder: any Decoder) throws {
            // Assignment takes no name that would have no effect.
            let names = try decoder.container(keyedBy: JSONKey.self)
            if let stranger = names.allKeys.first(where: { CodingKeys(rawValue: $0.stringValue) == nil }) {
                throw DecodingError.dataCorruptedError(
                    forKey: stranger, in: names, debugDescription: "there is no such rule")
            }
            let container = try decoder.container(keyedBy: CodingKeys.self)
            func minutes(_ key: CodingKeys, _ usual: Int?) throws -> Int? {
                container.contains(key) ? try container.decodeIfPresent(Int.self, forKey: key) : usual
            }
            self.init(
                remind: try minutes(.remind, Self.standard.remind),
                escalate: try minutes(.escalate, Self.standard.escalate),
                reassign: try minutes(.reassign, Self.standard.reassign),
                onlyConversations: try container.decodeIfPresent(Bool.self, forKey: .onlyConversations) ?? true,
                countsWorkingHours: try container.decodeIfPresent(Bool.self, forKey: .countsWorkingHours) ?? true)
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(remind, forKey: .remind)
            try container.encode(escalate, forKey: .escalate)
            try container.encode(reassign, forKey: .reassign)
            try container.encode(onlyConversations, forKey: .onlyConversations)
            try container.encode(countsWorkingHours, forKey: .countsWorkingHours)
        }
    }

    init(stored: String) {
        self.init(Self.whyUnusable(stored: stored) == nil ? (try? Self.read(stored)) ?? .standard : .standard)
    }

    static func whyUnusable(stored: String) -> UnusableRules? {
        do {
            // What could not be saved is not used either.
            var check = FormCheck(words: Words(language: .english))
            _ = try Self(read(stored)).command(&check)
            return check.isFine ? nil : UnusableRules(reasons: check.problems.map { "\($0.field): \($0.text)" })
        } catch {
            return error as? UnusableRules ?? UnusableRules(reasons: ["\(error)"])
        }
    }

    private static func read(_ stored: String) throws(UnusableRules) -> Rules {
        try UnusableRules.reading(Rules.self, stored.utf8)
    }

    private init(_ rules: Rules) {
        remind = rules.remind.map { "\($0)" } ?? ""
        escalate = rules.escalate.map { "\($0)" } ?? ""
        reassign = rules.reassign.map { "\($0)" } ?? ""
        onlyConversations = rules.onlyConversations
        countsWorkingHours = rules.countsWorkingHours
    }

    init(_ form: Form) {
        remind = form["remind_after_minutes"]
        escalate = form["escalate_after_minutes"]
        reassign = form["reassign_after_minutes"]
        onlyConversations = form.has("only_conversations")
        countsWorkingHours = form.has("count_working_hours")
    }

    func command(_ check: inout FormCheck) throws -> ConfigureFollowUp? {
        let limits = 1...10_080
        let first = check.optionalNumber(remind, "remind_after_minutes", .followUpRemind, limits)
        let owners = check.optionalNumber(escalate, "escalate_after_minutes", .followUpEscalate, limits)
        let other = check.optionalNumber(reassign, "reassign_after_minutes", .followUpReassign, limits)
        if let first, let owners, owners <= first {
            check.note("escalate_after_minutes", .followUpEscalate, check.words(.followUpOwnersLater))
        }
        if let first, let other, other < first {
            check.note("reassign_after_minutes", .followUpReassign, check.words(.followUpOtherLater))
        }
        guard check.isFine else { return nil }
        let rules = Rules(
            remind: first, escalate: owners, reassign: other, onlyConversations: onlyConversations,
            countsWorkingHours: countsWorkingHours)
        return ConfigureFollowUp(rules: String(decoding: try RulesJSON.encoded(rules), as: UTF8.self))
    }

    func fields(_ view: FieldView) -> HTML {
        let words = view.words
        return """
            <p class="muted">\(words(.followUpText))</p>
            <div class="fields">\(view.number("remind_after_minutes", .followUpRemind, remind, hint: .followUpEmpty, standard: "15"))
            \(view.number("escalate_after_minutes", .followUpEscalate, escalate, hint: .followUpEmpty, standard: "60"))
            \(view.number("reassign_after_minutes", .followUpReassign, reassign, hint: .followUpEmpty, standard: words(.followUpNever)))</div>
            \(view.group("counting", .followUpCounting, view.tick("only_conversations", .followUpConversations, onlyConversations, standard: true) + view.tick("count_working_hours", .followUpHours, countsWorkingHours, standard: true)))
            """
    }
}

extension Phrase {
    static let followUpText = Phrase(
        "What happens when whoever has a call does not open it. Minutes count from the moment they got it.",
        es: "Qué ocurre cuando quien tiene una llamada no la abre. Los minutos cuentan desde que la recibe.")
    static let followUpRemind = Phrase("Remind the agent after, minutes", es: "Recordar al agente tras, minutos")
    static let followUpEscalate = Phrase(
        "Tell the owners after, minutes", es: "Avisar a los propietarios tras, minutos")
    static let followUpReassign = Phrase(
        "Give it to somebody else after, minutes", es: "Darla a otra persona tras, minutos")
    static let followUpEmpty = Phrase("Empty: never.", es: "Vacío: nunca.")
    static let followUpNever = Phrase("never", es: "nunca")
    static let followUpCounting = Phrase("What counts", es: "Qué cuenta")
    static let followUpConversations = Phrase(
        "Only calls in which somebody said something", es: "Solo llamadas en las que alguien dijo algo")
    static let followUpHours = Phrase(
        "Only minutes in the agent’s working hours", es: "Solo minutos del horario laboral del agente")
    static let followUpOwnersLater = Phrase(
        "The owners are told later than the agent.", es: "A los propietarios se les avisa después que al agente.")
    static let followUpOtherLater = Phrase(
        "The agent is reminded before somebody else gets it.",
        es: "Al agente se le recuerda antes de darla a otra persona.")
}
