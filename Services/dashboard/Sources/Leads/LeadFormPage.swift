internal import Contracts
internal import Foundation

/// A lead to be added or changed.
struct LeadFormPage: Sendable {
    let frame: PageFrame
    let languages: CallLanguages
    /// Nil for a new one.
    var id: UUID?
    var form: LeadForm
    /// Of the lead as it was when the form was filled in from it.
    var version: Int?
    /// Of the form of a new one.
    var once: OnceOnly?
    var problems: [LeadForm.Field: Phrase] = [:]
    /// Who has the number already.
    var other: Other?
    /// The lead as somebody else has changed it in the meantime.
    private(set) var meanwhile: LeadForm?

    static let versionField = FormVersion.field

    enum Other: Sendable {
        case lead(UUID)
        /// One of the agency's, but none that the viewer may see.
        case unseen
    }

    private var words: Words { frame.words }
    private var path: String { id.map { "/leads/\($0.uuidString.lowercased())" } ?? "/leads" }
    private var title: String { words(id == nil ? .addLead : .editLeadTitle) }

    func render() -> HTML {
        let action = id == nil ? "/leads/new" : "\(path)/edit"
        let crumb: HTML =
            id == nil
            ? .empty : #" · <a href="\#(path)" dir="auto">\#(form.name.isEmpty ? words(.lead) : form.name)</a>"#
        return frame.page(
            title: title, section: .leads, isSectionStart: false,
            """
            <header class="page-head"><div><p class="crumb"><a href="/leads">\(words(Section.leads.title))</a>\(crumb)</p><h1>\(title)</h1></div></header>
            \(known)\(changed)
            <form class="form" method="post" action="\(action)" data-busy>\(frame.formField)\(version.map { #"<input type="hidden" name="\#(Self.versionField)" value="\#($0)">"# as HTML })\(once?.html)
            \(summary)
            <div class="fields">\(input(.name, "text"))\(phone)\(input(.email, "email"))\(input(.postcode, "text"))\
            \(select(.country, frame.countryOptions(chosen: form.country, none: .asTheNumberSays), form.country))\
            \(select(.language, frame.languageOptions(languages, chosen: form.language, none: .asIsUsual), form.language, hint: .languageHint))\
            \(select(.zone, PlaceChoices.zoneOptions(chosen: form.zone, none: words(.asThePlaceSays), hasUTC: false), form.zone))</div>
            \(Field("notes", words(.notes), .text(form.notes, rows: 4), problem: problem(.notes)).html)
            \(consent)
            <label class="check"><input type="checkbox" name="call" value="1"\(" checked", when: form.wantsCall)> <span>\(words(.callAsSoonAsAllowed))</span></label>
            <div class="actions"><button class="primary">\(words(id == nil ? .addLead : .save))</button> <a href="\(path)">\(words(.cancel))</a></div>
            </form>
            """)
    }

    /// Of somebody who edits a lead that is not what they have seen: what they typed stays, but for the consent. An agreement that
    /// was withdrawn is not given again by saving twice.
    mutating func take(_ lead: Lead) {
        let now = LeadForm(lead, frame.time)
        (form.consent, form.consentSource, form.consentDate) = (now.consent, now.consentSource, now.consentDate)
        (meanwhile, version) = (now, lead.version)
    }

    private var changed: HTML {
        guard let meanwhile else { return .empty }
        return MeanwhileNotice(
            words: words, text: .leadMeanwhile,
            parts: [
                .init(.leadName, typed: form.name, now: meanwhile.name),
                .init(.leadPhone, typed: form.phone, now: meanwhile.phone),
                .init(.leadEmail, typed: form.email, now: meanwhile.email),
                .init(.postcode, typed: form.postcode, now: meanwhile.postcode),
                .init(.country, typed: form.country, now: meanwhile.country),
                .init(.language, typed: form.language, now: meanwhile.language),
                .init(.timeZone, typed: form.zone, now: meanwhile.zone),
                .init(.notes, typed: form.notes, now: meanwhile.notes),
                // Whatever it is: what was typed of it is not kept.
                .init(.consent, typed: "", now: words.consent(ConsentKind(rawValue: meanwhile.consent))),
            ]
        ).html
    }

    private var known: HTML {
        switch other {
        case nil: .empty
        case .unseen: #"<div class="notice bad" role="alert"><p>\#(words(.numberIsKnown))</p></div>"#
        case .lead(let id):
            """
            <div class="notice bad" role="alert"><p>\(words(.numberIsKnown))</p><a href="/leads/\(id.uuidString.lowercased())">\(words(.openThatLead))</a></div>
            """
        }
    }

    private var summary: HTML {
        ProblemSummary(
            words: words,
            problems: LeadForm.Field.allCases.compactMap { field in
                problems[field].map { (field.rawValue, words(field.label), words($0)) }
            }
        ).html
    }

    private func problem(_ field: LeadForm.Field) -> String? { problems[field].map { words($0) } }

    private func value(_ field: LeadForm.Field) -> String {
        switch field {
        case .name: form.name
        case .phone: form.phone
        case .email: form.email
        case .postcode: form.postcode
        case .consentSource: form.consentSource
        case .consentDate: form.consentDate
        case .country, .language, .zone, .notes, .consent: ""
        }
    }

    private func input(_ field: LeadForm.Field, _ type: String, hint: Phrase? = nil) -> HTML {
        Field(
            field.rawValue, words(field.label), .input(type: type, value: value(field)), hint: hint.map { words($0) },
            problem: problem(field), attributes: #" autocomplete="off""#
        ).html
    }

    private func select(
        _ field: LeadForm.Field, _ options: [(value: String, text: String)], _ chosen: String, hint: Phrase? = nil
    ) -> HTML {
        Field(
            field.rawValue, words(field.label), .select(options, selected: chosen), hint: hint.map { words($0) },
            problem: problem(field)
        ).html
    }

    private var phone: HTML {
        let isRefused = problems[.phone] != nil && other == nil
        let keep: HTML = """
            <label class="check"><input type="checkbox" name="keepPhone" value="1"\(" checked", when: form.keepsPhone)> <span>\(words(.keepAsItIs))</span></label>
            """
        return #"<div>\#(input(.phone, "tel", hint: .phoneHint))\#(keep, when: isRefused || form.keepsPhone)</div>"#
    }

    private var consent: HTML {
        let kinds: [(value: String, text: String)] =
            [("", words.consent(nil))]
            + ConsentKind.allCases.map { ($0.rawValue, words.consent($0)) }
        return """
            <fieldset><legend>\(words(.consent))</legend><p class="hint">\(words(.consentHint))</p><div class="fields">
            \(select(.consent, kinds, form.consent))\(input(.consentSource, "text", hint: .consentHowHint))\(input(.consentDate, "date"))</div></fieldset>
            """
    }
}

extension Phrase {
    static let leadMeanwhile = Phrase(
        "Somebody else has changed this lead in the meantime, so nothing is saved yet. What you typed is still below; the consent is as it is now. Save again to have it so. The lead has now:",
        es:
            "Otra persona ha cambiado este contacto entretanto, así que aún no se ha guardado nada. Lo que escribió sigue abajo; el consentimiento es el actual. Guarde de nuevo para dejarlo así. El contacto tiene ahora:"
    )
    /// As programs are told.
    static let changedMeanwhile = Phrase(
        "Somebody else has changed this in the meantime.", es: "Otra persona lo ha cambiado entretanto.")
    static let editLeadTitle = Phrase("Edit lead", es: "Editar contacto")
    static let asTheNumberSays = Phrase("As the number says", es: "Según el número")
    static let asIsUsual = Phrase("As is usual in the country", es: "El habitual del país")
    static let asThePlaceSays = Phrase(
        "As postcode, number and country say", es: "Según código postal, número y país")
    static let languageHint = Phrase("Calls are held in it.", es: "En este idioma se hacen las llamadas.")
    static let phoneHint = Phrase(
        "Without a country code it is one of the country chosen.",
        es: "Sin prefijo internacional, se entiende que es del país elegido.")
    static let keepAsItIs = Phrase(
        "Keep it as it is, although it cannot be called", es: "Guardarlo tal cual, aunque no se pueda llamar")
    static let consentHint = Phrase(
        "Where the law asks for it, nobody is called by the assistant who has not agreed.",
        es: "Donde la ley lo exige, el asistente no llama a quien no lo ha aceptado.")
    static let consentHowHint = Phrase(
        "For example: sign-up sheet of the open house.", es: "Por ejemplo: hoja de inscripción de la visita.")
    static let callAsSoonAsAllowed = Phrase(
        "Call as soon as it is allowed", es: "Llamar en cuanto esté permitido")
    static let cancel = Phrase("Cancel", es: "Cancelar")
    static let numberIsKnown = Phrase(
        "A lead of your agency has this number already.", es: "Un contacto de su agencia ya tiene este número.")
    static let openThatLead = Phrase("Open that lead", es: "Abrir ese contacto")
}
