internal import CivilTime
internal import Contracts
internal import Foundation
internal import LenientJSON

/// Everything that is known of a lead, and what can be done about it.
struct LeadPage: Sendable {
    let frame: PageFrame
    var facts: LeadFacts
    /// What was done just now.
    var notice: Phrase?
    /// Why something was not done.
    var refusal: HTML?

    var lead: Lead { facts.lead }
    var words: Words { frame.words }
    var path: String { "/leads/\(lead.id.uuidString.lowercased())" }

    func render() -> HTML {
        frame.page(
            title: title, section: .leads, isSectionStart: false,
            """
            \(frame.notice(notice))\(refusal.map { #"<div class="notice bad" role="alert"><p>\#($0)</p></div>"# as HTML })
            <header class="page-head"><div><p class="crumb"><a href="/leads">\(words(Section.leads.title))</a></p>
            <h1 dir="auto">\(title)</h1><div class="muted cluster">\(badge)\(there)</div></div>
            <div class="actions"><a class="button" href="\(path)/edit">\(words(.editLead))</a>\(callNow)</div></header>
            <div class="columns"><div class="stack">
            \(plannedCalls)\(calls)\(appointments)\(messages)\(audit)
            </div><aside class="stack" aria-label="\(words(.aboutLead))">
            \(details)\(origin)\(stop)
            </aside></div>
            """)
    }

    private var title: String { lead.name ?? lead.phone ?? lead.phoneGiven ?? lead.email ?? words(.leadUnnamedLead) }

    private var badge: HTML {
        if lead.isBarred || lead.consent == .refused {
            return #"<span class="badge soft bad">\#(words(LeadReach.optedOut.label))</span>"#
        }
        if facts.appointments.contains(where: { $0.status == "scheduled" && $0.startsAt > frame.time.now }) {
            return #"<span class="badge soft good">\#(words(LeadReach.booked.label))</span>"#
        }
        if lead.phone == nil { return #"<span class="badge soft warn">\#(words(LeadReach.noNumber.label))</span>"# }
        guard let last = facts.calls.first else { return #"<span class="badge">\#(words(.notCalledYet))</span>"# }
        return CallGroup(status: last.status, outcome: last.outcome).badge(words)
    }

    /// What the clock says where they are.
    private var there: HTML {
        guard let zone = lead.zone else { return .empty }
        let clock = ViewerTime(zone: zone, language: words.language, now: frame.time.now)
        return "<span>\(words(.timeThere, ["time": clock.time(frame.time.now)]))</span>"
    }

    private var callNow: HTML {
        guard lead.phone != nil, !lead.isBarred else { return .empty }
        return """
            <form method="post" action="\(path)/call" data-busy>\(frame.formField)<button class="primary">\(words(.callNow))</button></form>
            """
    }

    func card(_ id: String, _ title: Phrase, link: HTML = .empty, _ content: HTML) -> HTML {
        """
        <section class="card" aria-labelledby="\(id)"><header><h2 id="\(id)">\(words(title))</h2>\(link)</header>
        \(content)
        </section>

        """
    }
}

// MARK: About the person

extension LeadPage {
    private func fact(_ title: Phrase, _ value: HTML?) -> HTML {
        value.map { "<dt>\(words(title))</dt><dd>\($0)</dd>\n" } ?? .empty
    }

    private func text(_ value: String?) -> HTML? { value.map { #"<bdi>\#($0)</bdi>"# } }

    private var details: HTML {
        let number: HTML? =
            lead.phone.map { #"<span dir="ltr" class="nowrap">\#($0)</span>"# }
            ?? lead.phoneGiven.map { given in
                #"<bdi>\#(given)</bdi> <span class="badge warn">\#(words(.cannotBeDialled))</span>"#
            }
        let language = lead.language.map { tag in
            frame.languageName(tag) + (lead.isLanguageGiven ? "" : " (\(words(.assumed)))")
        }
        let notes: HTML? = lead.notes.map { notes in
            notes.split(separator: "\n", omittingEmptySubsequences: false).html { #"<div dir="auto">\#($0)</div>"# }
        }
        return card(
            "details", .leadDetails,
            """
            <dl class="facts">
            \(fact(.leadPhone, number))\(fact(.leadEmail, text(lead.email)))\(fact(.postcode, text(lead.postcode)))\
            \(fact(.country, lead.country.map { HTML(words.countryName($0)) }))\(fact(.language, language.map { HTML($0) }))\
            \(fact(.timeZone, lead.timeZone.map { HTML($0.replacing("_", with: " ")) }))\
            \(fact(.agent, text(lead.ownerName)))\(fact(.notes, notes))</dl>
            """)
    }

    private var origin: HTML {
        card(
            "origin", .origin,
            """
            <dl class="facts">
            \(fact(.leadSource, HTML(words.leadSource(lead.source))))\(fact(.fileSource, text(lead.sourceNote)))\(fact(.arrived, frame.time.element(lead.createdAt)))\
            \(fact(.consent, HTML(words.consent(lead.consent))))\
            \(lead.consent == nil ? .empty : fact(.consentFrom, text(lead.consentSource.map { words.leadSource($0) })))\
            \(fact(.consentWhen, lead.consentAt.map { frame.time.element($0) }))</dl>
            \(proof)
            """)
    }

    /// What was posted with the agreement.
    private var proof: HTML {
        guard let json = lead.consentProof, let document = try? JSONDocument(parsing: Array(json.utf8)) else {
            return .empty
        }
        let entries = document.root.members.compactMap { member -> (String, String)? in
            member.value.string.map { (member.key, $0) }
        }.sorted { $0.0 < $1.0 }
        guard !entries.isEmpty else { return .empty }
        return """
            <details class="more"><summary>\(words(.proof))</summary><dl class="facts">
            \(entries.html { "<dt>\($0.0.replacing("_", with: " "))</dt><dd><bdi>\($0.1)</bdi></dd>\n" })</dl></details>
            """
    }

    private var stop: HTML {
        let silent = facts.suppressions.html { suppression in
            let sentence = words(
                .noMessagesBy,
                [
                    "channel": NotificationChannel.text(suppression.channel, words),
                    "reason": SuppressionCause.text(suppression.cause, words),
                ])
            return #"<p class="muted small">\#(sentence)</p>"#
        }
        guard let phone = lead.phone else {
            return facts.suppressions.isEmpty ? .empty : card("stop", .stopCalling, silent)
        }
        return card("stop", .stopCalling, (lead.isBarred ? barred : optOut(phone)) + silent)
    }

    private var barred: HTML {
        let source = lead.barredBy ?? ""
        let since: HTML = lead.barredAt.map { frame.time.element($0) } ?? .empty
        let call: HTML? = lead.barredInCall.map { id in
            #"<p><a href="/calls/\#(id.uuidString.lowercased())">\#(words(.theCall))</a></p>"#
        }
        let state: HTML = """
            <p>\(words(.notCalledAgain)) <span class="muted">\(words.barred(source)), \(since)</span></p>\(call)
            """
        // What somebody said themselves is theirs to take back.
        guard source == "hand" else {
            return state
                + #"<p class="muted small">\#(words(source == "message" ? .onlyStartUndoes : .onlyTheyUndo))</p>"#
        }
        return state + """
            <details class="confirm"><summary class="button">\(words(.optBackIn))</summary>
            <form method="post" action="\(path)/opt-in"><p>\(words(.optBackInText))</p>\(frame.formField)
            <div class="actions"><button>\(words(.optBackIn))</button></div></form></details>
            """
    }

    private func optOut(_ phone: String) -> HTML {
        """
        <details class="confirm"><summary class="button danger">\(words(.optOut))</summary>
        <form method="post" action="\(path)/opt-out"><p>\(words(.optOutText, ["phone": phone]))</p>\(frame.formField)
        <div class="actions"><button class="danger">\(words(.optOut))</button></div></form></details>
        """
    }
}

extension Phrase {
    static let editLead = Phrase("Edit", es: "Editar")
    static let aboutLead = Phrase("About this lead", es: "Sobre este contacto")
    static let timeThere = Phrase("{time} there", es: "Allí son las {time}")
    static let callNow = Phrase("Call now", es: "Llamar ahora")
    static let leadDetails = Phrase("Details", es: "Datos")
    static let postcode = Phrase("Postcode", es: "Código postal")
    static let country = Phrase("Country", es: "País")
    static let timeZone = Phrase("Time zone", es: "Zona horaria")
    static let notes = Phrase("Notes", es: "Notas")
    static let cannotBeDialled = Phrase("Cannot be dialled", es: "No se puede marcar")
    static let assumed = Phrase("assumed", es: "supuesto")
    static let origin = Phrase("Origin", es: "Procedencia")
    static let fileSource = Phrase("File from", es: "Archivo de")
    static let arrived = Phrase("Arrived", es: "Llegó")
    static let consent = Phrase("Consent", es: "Consentimiento")
    static let consentFrom = Phrase("Given by", es: "Dado por")
    static let consentWhen = Phrase("Given", es: "Dado")
    static let proof = Phrase("Proof", es: "Prueba")
    static let stopCalling = Phrase("Stop calling", es: "Dejar de llamar")
    static let notCalledAgain = Phrase(
        "This number is not called again:", es: "A este número no se le vuelve a llamar:")
    static let theCall = Phrase("The call", es: "La llamada")
    static let onlyStartUndoes = Phrase(
        "They can undo it by writing START.", es: "Puede anularlo escribiendo START.")
    static let onlyTheyUndo = Phrase(
        "They said so themselves, so it cannot be undone here.",
        es: "Lo dijo en persona, así que no se puede anular aquí.")
    static let optOut = Phrase("Opt out", es: "Dar de baja")
    static let optOutText = Phrase(
        "{phone} is not called again. What is planned is cancelled; appointments stay.",
        es: "No se vuelve a llamar al {phone}. Lo previsto se cancela; las citas se mantienen.")
    static let optBackIn = Phrase("Opt back in", es: "Volver a dar de alta")
    static let optBackInText = Phrase(
        "The number may be called again. Nothing is planned by this.",
        es: "Se podrá volver a llamar al número. Esto no planifica ninguna llamada.")
    static let noMessagesBy = Phrase("No messages by {channel}: {reason}.", es: "Sin mensajes por {channel}: {reason}.")
}
