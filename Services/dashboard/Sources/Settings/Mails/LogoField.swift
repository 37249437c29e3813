internal import Contracts

/// Where the picture of mails is chosen, with the one that there is.
struct LogoField: Sendable {
    let view: FieldView
    /// Empty: there is none.
    let hash: String

    var html: HTML {
        let problem = view.check.problem(of: "logo")
        let described = problem == nil ? "f-logo-hint" : "f-logo-hint f-logo-error"
        let invalid: HTML = #" aria-invalid="true""#
        let error: HTML? = problem.map { #"<p class="error" id="f-logo-error">\#($0)</p>"# }
        return """
            <div class="field"><label for="f-logo">\(view.words(MailBranding.Part.logo.label))</label>
            <p class="hint" id="f-logo-hint">\(view.words(.logoHint))</p>\(now)<input id="f-logo" name="\(LogoDesk.fileField)" type="file" accept="image/png,image/jpeg" aria-describedby="\(described)"\(invalid, when: problem != nil)>
            \(error)</div>

            """
    }

    private var now: HTML {
        guard !hash.isEmpty, MailBranding(logo: hash).unusable.isEmpty else { return .empty }
        return """
            <img class="logo" src="\(LogoRoutes.path(hash))" alt="\(view.words(.logoNow))"><input type="hidden" name="logo" value="\(hash)">

            """
    }
}
