internal import LeadWords
internal import Telephony

/// Who an agent is, as it was typed.
struct AgentFactsForm: Sendable, Equatable {
    /// In which leads are talked to, besides those that somebody has already. BCP 47.
    static let languages = [
        "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "eu", "fi", "fr", "gl", "he", "hi", "hr", "hu", "it",
        "ja",
        "ko", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sv", "tr", "uk", "vi", "zh",
    ]
    /// In which messages to the team are written.
    static let messageLanguages = ["en", "es", "fr", "de", "pt", "it"]

    var name = ""
    var email = ""
    var phone = ""
    /// Of messages; empty: the agency's.
    var language = ""
    /// Empty: the agency's.
    var timeZone = ""
    /// Empty: any.
    var spoken: Set<String> = []

    init() {}

    init(_ form: Form) {
        name = form["name"]
        email = form["email"]
        phone = form["phone"]
        language = form["language"]
        timeZone = form["time_zone"]
        spoken = Set(form.all("spoken"))
    }

    /// The number as it is kept; nil when there is none.
    ///
    /// - Parameter country: of numbers without a country code.
    func number(country: String) throws(TelephoneNumber.Problem) -> String? {
        phone.isEmpty ? nil : try TelephoneNumber(phone, country: country).e164
    }

    /// - Parameter known: what is set now, which may be what is not offered.
    func problems(country: String, known: AgentFactsForm? = nil) -> [TeamProblem] {
        var problems: [TeamProblem] = []
        if let problem = PersonName.problem(name) { problems.append(.init("name", TeamWords.name, problem)) }
        if !MailAddress.isPlausible(email) {
            problems.append(.init("email", TeamWords.email, TeamWords.emailIsNone))
        }
        do {
            _ = try number(country: country)
        } catch {
            problems.append(.init("phone", TeamWords.phone, error.phrase))
        }
        if !language.isEmpty, !Self.messageLanguages.contains(language), language != known?.language {
            problems.append(.init("language", TeamWords.messageLanguage, AccountWords.chooseOne))
        }
        if !timeZone.isEmpty, !PlaceChoices.isZone(timeZone) {
            problems.append(.init("time_zone", TeamWords.timeZone, AccountWords.chooseOne))
        }
        if !spoken.isSubset(of: known?.spoken.union(Self.languages) ?? Set(Self.languages)) {
            problems.append(.init("spoken", TeamWords.spoken, AccountWords.chooseOne))
        }
        return problems
    }
}

extension AgentFactsForm {
    /// What is different, for the audit log: the new values.
    func changes(to new: AgentFactsForm) -> [String: String?] {
        var changes: [String: String?] = [:]
        if name != new.name { changes["name"] = new.name }
        if email != new.email { changes["email"] = new.email }
        if phone != new.phone { changes["phone"] = new.phone }
        if language != new.language { changes["language"] = new.language }
        if timeZone != new.timeZone { changes["time_zone"] = new.timeZone }
        if spoken != new.spoken { changes["languages"] = new.spoken.sorted().joined(separator: " ") }
        return changes
    }
}

extension TelephoneNumber.Problem {
    var phrase: Phrase {
        switch self {
        case .notANumber: TeamWords.phoneIsNone
        case .tooShort: TeamWords.phoneTooShort
        case .tooLong: TeamWords.phoneTooLong
        case .unknownCountry: TeamWords.phoneNoCountry
        }
    }
}
