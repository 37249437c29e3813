internal import Foundation

/// A token that is to be made.
struct LeadTokenForm: Sendable, Equatable {
    /// Of the token that is to be: sending the form twice makes one.
    var id = UUID()
    var label = ""
    /// Empty: what each form says.
    var consent = ""

    static let consents = ["express_written", "express", "inquiry"]

    init() {}

    init(_ form: Form) {
        id = UUID(uuidString: form["id"]) ?? UUID()
        label = form["token_label"]
        consent = form["token_consent"]
    }

    mutating func check(_ check: inout FormCheck) {
        label = check.text(label, "token_label", .leadTokenLabel, longest: 80) ?? label
        if !consent.isEmpty, !Self.consents.contains(consent) {
            check.note("token_consent", .leadTokenConsent, check.words(.checkMissing))
        }
    }

    static func consentPhrase(_ kind: String?) -> Phrase {
        switch kind {
        case "express_written": Phrase("Express, in writing", es: "Expreso, por escrito")
        case "express": Phrase("Express", es: "Expreso")
        case "inquiry": Phrase("They inquired", es: "Pidió información")
        default: Phrase("As each form says", es: "Lo que diga cada formulario")
        }
    }

    func fields(_ view: FieldView) -> HTML {
        let consents = ([""] + Self.consents).map { ($0, view.words(Self.consentPhrase($0.isEmpty ? nil : $0))) }
        return """
            <input type="hidden" name="id" value="\(id.uuidString.lowercased())"><div class="fields">
            \(view.text("token_label", .leadTokenLabel, label, hint: .leadTokenLabelHint, attributes: #" maxlength="80" required"#))
            \(view.choice("token_consent", .leadTokenConsent, consents, consent, hint: .leadTokenConsentHint))</div>
            """
    }
}

/// Something at Vapi that is the agency's.
struct VapiResourceForm: Sendable, Equatable {
    var id = ""
    var kind = "phone_number"
    var label = ""

    init() {}

    init(_ form: Form) { (id, kind, label) = (form["vapi_id"], form["vapi_kind"], form["vapi_label"]) }

    /// Ids at Vapi are UUIDs today; what matters is that it is one word.
    func check(_ check: inout FormCheck) {
        let isWord = id.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
        }
        if !(8...100).contains(id.utf8.count) || !isWord { check.note("vapi_id", .vapiID, check.words(.vapiNoID)) }
        if kind != "phone_number", kind != "assistant" {
            check.note("vapi_kind", .vapiKind, check.words(.checkMissing))
        }
        if label.count > 80 { check.note("vapi_label", .vapiLabel, check.words(.checkTooLong, ["n": "80"])) }
    }

    static func kindPhrase(_ kind: String) -> Phrase {
        kind == "assistant"
            ? Phrase("Assistant", es: "Asistente") : Phrase("Telephone number", es: "Número de teléfono")
    }

    func fields(_ view: FieldView) -> HTML {
        let kinds = ["phone_number", "assistant"].map { ($0, view.words(Self.kindPhrase($0))) }
        return """
            <div class="fields">\(view.text("vapi_id", .vapiID, id, attributes: #" maxlength="100" required spellcheck="false""#))
            \(view.choice("vapi_kind", .vapiKind, kinds, kind))
            \(view.text("vapi_label", .vapiLabel, label, attributes: #" maxlength="80""#))</div>
            """
    }
}

extension Phrase {
    static let leadTokenLabel = Phrase("Name", es: "Nombre")
    static let leadTokenLabelHint = Phrase("Such as “Web site” or “Zapier”.", es: "Como «Página web» o «Zapier».")
    static let leadTokenConsent = Phrase(
        "Consent of everybody who comes with it", es: "Consentimiento de quien llega con él")
    static let leadTokenConsentHint = Phrase(
        "Choose one only when the form lets nobody through without it.",
        es: "Elija uno solo si el formulario no deja pasar a nadie sin él.")
    static let vapiID = Phrase("Id at Vapi", es: "Id en Vapi")
    static let vapiNoID = Phrase(
        "An id at Vapi looks like 3f2b8c1e-9a4d-4c5e-8f6a-7b1c2d3e4f50.",
        es: "Un id de Vapi es como 3f2b8c1e-9a4d-4c5e-8f6a-7b1c2d3e4f50.")
    static let vapiKind = Phrase("What it is", es: "Qué es")
    static let vapiLabel = Phrase("Name (optional)", es: "Nombre (opcional)")
}
