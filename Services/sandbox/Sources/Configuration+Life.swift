internal import DemoCalls
internal import ServiceKit

extension Sandbox {
    static func conversations(_ settings: inout Settings) throws(ConfigurationError) -> ConversationLibrary {
        try settings.value("SANDBOX_CONVERSATIONS", default: ConversationLibrary.insurance.rawValue) { text in
            let choices = ConversationLibrary.allCases.map(\.rawValue).joined(separator: " or ")
            return ConversationLibrary(rawValue: text).map { .success($0) } ?? .failure(Unusable("must be \(choices)"))
        }
    }

    static func life(_ settings: inout Settings) throws(ConfigurationError) -> LifeSettings {
        var life = LifeSettings()
        life.interval = try settings.seconds("SANDBOX_LIFE_SECONDS", default: 0, in: 0...86_400)
        life.people = try settings.value("SANDBOX_LIFE_NUMBERS", default: "") { text in
            let entries = text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
            let people = entries.compactMap { LifeSettings.Person($0) }
            guard people.count == entries.count else {
                return .failure(
                    Unusable(
                        "must be numbers like +493023125001, with a language where that is not clear: +13055550102:es"))
            }
            return .success(people)
        }
        return life
    }
}
