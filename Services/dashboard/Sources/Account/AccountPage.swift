internal import Foundation

/// `/account`: what somebody may say about themselves, where they are signed in, and what of theirs programs come with.
struct AccountPage: Sendable {
    typealias Problems = [(field: String, label: Phrase, text: Phrase)]

    var frame: PageFrame
    var account: ReadOwnAccount.Account
    var form: AccountForm
    var problems: Problems = []
    /// Of the password, by field.
    var passwordProblems: Problems = []
    var sessions: [ListSessions.Session]
    var tokens: [ListAPITokens.Token]
    var tokenForm = TokenForm()
    /// Sending the form again makes no second token.
    var once: OnceOnly
    var tokenProblems: Problems = []
    /// One that has just been made: it is shown this once.
    var newToken: String?
    var notice: Phrase?

    private var words: Words { frame.words }

    func render() -> HTML {
        let role = words(frame.viewer.isOwner ? .owner : .agent)
        return frame.page(
            title: words(AccountWords.account), section: nil,
            """
            \(frame.notice(notice))\(summary)
            <header class="page-head"><div><h1>\(words(AccountWords.account))</h1>
            <p><bdi>\(account.email)</bdi> · \(role)</p></div></header>
            <div class="cards">\(you)\(availability)\(password)</div>
            \(AccountTables(frame: frame, sessions: sessions, tokens: tokens, form: tokenForm, once: once, problems: tokenProblems, newToken: newToken).html)
            """)
    }

    private var summary: HTML {
        let all = problems + passwordProblems + tokenProblems
        return ProblemSummary(
            words: words, problems: all.map { ($0.field, words($0.label), words($0.text)) }
        ).html
    }

    private func problem(_ field: String, _ problems: Problems) -> String? {
        problems.first { $0.field == field }.map { words($0.text) }
    }

    private var you: HTML {
        PersonCard(
            id: "you", title: words(AccountWords.you),
            content: """
                <form class="form" method="post" action="/account" data-busy>\(frame.formField)
                \(Field("name", words(AccountWords.name), .input(type: "text", value: form.name), problem: problem("name", problems), attributes: #" autocomplete="name" required maxlength="120""#).html)
                \(Field("language", words(AccountWords.language), .select(languages, selected: form.language), hint: frame.viewer.isOwner ? words(AccountWords.languageHint) : nil, problem: problem("language", problems)).html)
                \(Field("time_zone", words(AccountWords.timeZone), .select(PlaceChoices.zoneOptions(chosen: form.timeZone, none: words(AccountWords.agencyZone)), selected: form.timeZone), problem: problem("time_zone", problems)).html)
                \(Field("theme", words(AccountWords.theme), .select(AccountForm.themes.map { ($0, words(Self.themeName($0))) }, selected: form.theme), problem: problem("theme", problems)).html)
                <div class="field"><label class="check"><input type="checkbox" name="shortcuts" value="on"\(" checked", when: form.hasShortcuts)> <span>\(words(AccountWords.shortcuts)) <span class="hint">\(words(AccountWords.shortcutsHint))</span></span></label></div>
                <div class="actions"><button class="primary">\(words(AccountWords.save))</button></div></form>
                """
        ).html
    }

    /// Those that the console speaks, and the one that messages are written in when it is another.
    private var languages: [(value: String, text: String)] {
        let spoken = ConsoleLanguage.allCases.map { (value: $0.rawValue, text: $0.name) }
        let other = account.language.flatMap { tag in
            spoken.contains { $0.value == tag } ? nil : (value: tag, text: frame.languageName(tag))
        }
        return [(value: "", text: words(AccountWords.asTheBrowser))] + spoken + [other].compactMap(\.self)
    }

    private static func themeName(_ theme: String) -> Phrase {
        switch theme {
        case "light": AccountWords.light
        case "dark": AccountWords.dark
        default: AccountWords.asTheDevice
        }
    }

    private var availability: HTML {
        guard let availability = account.availability else { return .empty }
        return PersonCard(
            id: "availability", title: words(AccountWords.availability),
            content: """
                <form class="form" method="post" action="/account/availability" data-busy>\(frame.formField)
                \(PersonChoice(name: "availability", legend: words(AccountWords.takesCalls), options: [("available", words(AccountWords.takesCallsYes)), ("away", words(AccountWords.takesCallsNo))], selected: [availability]).html)
                <div class="actions"><button>\(words(AccountWords.save))</button></div></form>
                """
        ).html
    }

    private var password: HTML {
        let changed = account.passwordChangedAt.map { frame.time.element($0) }
        return PersonCard(
            id: "password", title: words(.password),
            content: """
                \(changed.map { #"<p class="muted">\#(words(AccountWords.passwordChangedOn)) \#($0)</p>"# as HTML })
                <form class="form" method="post" action="/account/password" data-busy>\(frame.formField)
                <input type="hidden" name="username" value="\(account.email)" autocomplete="username">
                \(Field("current", words(AccountWords.currentPassword), .input(type: "password", value: ""), problem: problem("current", passwordProblems), attributes: #" autocomplete="current-password" required"#).html)
                \(NewPasswordFields(words: words, problem: problem("password", passwordProblems), repeatProblem: problem("repeated", passwordProblems), hint: AccountWords.passwordHintOthers).html)
                <div class="actions"><button>\(words(AccountWords.changePassword))</button></div></form>
                """
        ).html
    }
}

/// A new password, twice.
struct NewPasswordFields: Sendable {
    var words: Words
    var problem: String?
    var repeatProblem: String?
    var hint: Phrase

    var html: HTML {
        Field(
            "password", words(AccountWords.newPassword), .input(type: "password", value: ""),
            hint: words(hint, ["n": "\(PasswordRules.shortest)"]), problem: problem, attributes: Self.attributes
        ).html
            + Field(
                "repeated", words(AccountWords.repeatPassword), .input(type: "password", value: ""),
                problem: repeatProblem, attributes: Self.attributes
            ).html
    }

    private static let attributes: HTML = #" autocomplete="new-password" required minlength="10" maxlength="200""#
}

extension PasswordRules.Problem {
    /// Which field it is about, and what is said there.
    var told: (field: String, label: Phrase, text: Phrase) {
        switch self {
        case .tooShort: ("password", AccountWords.newPassword, AccountWords.passwordTooShort)
        case .tooLong: ("password", AccountWords.newPassword, AccountWords.passwordTooLong)
        case .common: ("password", AccountWords.newPassword, AccountWords.passwordCommon)
        case .aboutYou: ("password", AccountWords.newPassword, AccountWords.passwordAboutYou)
        case .notRepeated: ("repeated", AccountWords.repeatPassword, AccountWords.passwordNotRepeated)
        }
    }
}
