internal import Contracts
internal import Foundation

/// How an agency's mails say whose they are.
struct MailsForm: RulesForm {
    static let tab = SettingsTab.mails
    static let action = "settings.mails"
    static let hasFile = true

    var senderName: String
    var replyTo: String
    var accent: String
    var footer: String
    /// The hash of the picture; empty: none.
    var logo: String
    /// One that was sent with the form; ``logo`` is its hash.
    private(set) var picture: LogoPicture?
    /// Why what was sent with the form is none.
    var logoProblem: LogoPicture.Problem?
    /// Whether it is to be saved without a picture.
    private(set) var removesLogo = false
    /// Of what was looked at; nil when nothing was.
    var basedOn: Int?

    /// - Parameter stored: `{"sender_name": "…", "reply_to": null, …}`
    init(stored: String) {
        let read = (try? JSONDecoder().decode(MailBranding.self, from: Data(stored.utf8))) ?? .none
        (senderName, replyTo) = (read.senderName ?? "", read.replyTo ?? "")
        (accent, footer) = (read.accent ?? "", read.footer ?? "")
        logo = read.logo ?? ""
    }

    init(_ form: Form) {
        (senderName, replyTo, accent) = (form["sender_name"], form["reply_to"], form["accent"])
        // Browsers send line breaks as CR LF.
        footer = form["footer"].replacing("\r\n", with: "\n")
        removesLogo = form.has("remove_logo")
        logo = removesLogo ? "" : form["logo"]
        basedOn = Int(form["version"]) ?? 0
    }

    mutating func choose(_ picture: LogoPicture) {
        self.picture = picture
        logo = picture.hash
    }

    var note: String { removesLogo ? "settings.logo_removed" : Self.action }

    /// Nil when something cannot be used; `check` says what.
    func branding(_ check: inout FormCheck) -> MailBranding? {
        let branding = MailBranding(
            senderName: senderName, replyTo: replyTo, accent: accent, footer: footer, logo: logo
        ).tidied
        let numbers = [
            "n": "\(MailBranding.longestName)", "lines": "\(MailBranding.mostLines)",
            "length": "\(MailBranding.longestLine)",
        ]
        for part in branding.unusable { check.note(part.rawValue, part.label, check.words(part.rule, numbers)) }
        if let logoProblem { check.note("logo", MailBranding.Part.logo.label, logoProblem.text(check.words)) }
        return check.isFine ? branding : nil
    }

    func command(_ check: inout FormCheck) -> BrandMails? {
        branding(&check).map { BrandMails(branding: $0, basedOn: basedOn) }
    }

    func fields(_ view: FieldView) -> HTML {
        """
        \(view.text("sender_name", MailBranding.Part.senderName.label, senderName, hint: .mailsSenderHint, attributes: #" autocomplete="off""#))
        \(view.text("reply_to", MailBranding.Part.replyTo.label, replyTo, hint: .mailsReplyToHint, attributes: #" inputmode="email" autocomplete="off""#))
        \(view.text("accent", MailBranding.Part.accent.label, accent, hint: .mailsAccentHint, attributes: #" class="short" maxlength="7" spellcheck="false" autocomplete="off""#))
        \(view.lines("footer", MailBranding.Part.footer.label, footer, rows: 4, hint: .mailsFooterHint))
        \(LogoField(view: view, hash: logo).html)
        <p class="muted small">\(view.words(.mailsNote))</p>
        """
    }

    /// After the one that saves, which is what the Enter key presses.
    func buttons(_ words: Words) -> HTML {
        let remove: HTML? =
            logo.isEmpty ? nil : #" <button name="remove_logo" value="on">\#(words(.logoRemove))</button>"#
        return """
             <button formaction="\(MailPreviewRoutes.path)" formtarget="_blank">\(words(.textsMail))</button>\(remove)
            """
    }
}

extension MailBranding.Part {
    var label: Phrase {
        switch self {
        case .senderName: Phrase("Sender’s name", es: "Nombre del remitente")
        case .replyTo: Phrase("Answers go to", es: "Las respuestas van a")
        case .accent: Phrase("Colour", es: "Color")
        case .footer: Phrase("Footer", es: "Pie")
        case .logo: Phrase("Logo", es: "Logotipo")
        }
    }

    /// What it has to be.
    fileprivate var rule: Phrase {
        switch self {
        case .senderName:
            Phrase(
                "One line of at most {n} characters, with a letter or digit and without <, > and @.",
                es: "Una línea de {n} caracteres como máximo, con alguna letra o cifra y sin <, > ni @.")
        case .replyTo:
            Phrase(
                "This has to be one mail address, and nothing beside it.",
                es: "Tiene que ser una sola dirección de correo, sin nada más.")
        case .accent: Phrase("This has to be a colour such as #14532d.", es: "Tiene que ser un color como #14532d.")
        case .footer:
            Phrase(
                "At most {lines} lines of at most {length} characters each.",
                es: "Como máximo {lines} líneas de {length} caracteres cada una.")
        case .logo: .logoUnreadable
        }
    }
}

extension Phrase {
    static let mailsSenderHint = Phrase(
        "Stands in a mailbox in place of ours; the address stays the same. Empty: ours.",
        es: "Aparece en el buzón en lugar del nuestro; la dirección es la misma. Vacío: el nuestro.")
    static let mailsReplyToHint = Phrase(
        "An address that somebody reads. Empty: the one that mails come from.",
        es: "Una dirección que alguien lea. Vacío: la dirección de la que salen los correos.")
    static let mailsAccentHint = Phrase(
        "Of buttons and links, as #rrggbb. Where white could not be read on it, the text is black. Empty: ours.",
        es:
            "De botones y enlaces, como #rrggbb. Si el blanco no se leyera encima, el texto es negro. Vacío: el nuestro."
    )
    static let mailsFooterHint = Phrase(
        "A few lines at the end, such as your address and what the law asks for. Plain text.",
        es: "Unas líneas al final, como su dirección y lo que exija la ley. Solo texto.")
    static let mailsNote = Phrase(
        "Mails that are waiting already go out as they are. Mails about accounts and passwords have the name and the colour alone.",
        es:
            "Los correos que ya esperan salen como están. Los correos sobre cuentas y contraseñas llevan solo el nombre y el color."
    )
}
