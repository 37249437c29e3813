internal import Contracts
internal import Foundation

/// Where others post to, and what lets them.
struct WebhookSettingsPage: Sendable {
    let frame: PageFrame
    /// As people outside type it, without a slash at its end.
    let webhooksURL: String
    var tokens: [ListLeadTokens.Row]
    var resources: [ListVapiResources.Row]
    var tokenForm = LeadTokenForm()
    var resourceForm = VapiResourceForm()
    var tokenCheck: FormCheck
    var resourceCheck: FormCheck
    /// Shown this once.
    var newToken: String?
    var notice: HTML = .empty

    private var words: Words { frame.words }
    private var inboundURL: String {
        "\(webhooksURL)/api/webhooks/inbound/\(frame.viewer.agencyID.description)"
    }

    func render() -> HTML {
        frame.settings(
            .webhooks,
            """
            \(notice)\(tokenCheck.summary)\(resourceCheck.summary)\(made)
            \(addresses)
            <section class="stack tight" aria-labelledby="tokens"><h2 id="tokens">\(words(.leadTokens))</h2>\(tokenTable)
            <form class="form" method="post" action="/settings/webhooks/tokens" data-busy>\(frame.formField)<h3>\(words(.leadTokenNew))</h3>
            \(tokenForm.fields(FieldView(frame: frame, check: tokenCheck)))<div class="actions"><button class="primary">\(words(.leadTokenMake))</button></div></form></section>
            <section class="stack tight" aria-labelledby="vapi"><h2 id="vapi">\(words(.vapiResources))</h2><p class="muted">\(words(.vapiText))</p>\(resourceTable)
            <form class="form" method="post" action="/settings/webhooks/vapi" data-busy>\(frame.formField)<h3>\(words(.vapiAdd))</h3>
            \(resourceForm.fields(FieldView(frame: frame, check: resourceCheck)))<div class="actions"><button>\(words(.vapiAddIt))</button></div></form></section>
            """)
    }

    private var made: HTML {
        guard let newToken else { return .empty }
        return """
            <div class="notice good" role="status"><p>\(words(.leadTokenOnce)) <code id="new-token">\(newToken)</code></p>\(copy("new-token", .leadTokens))</div>
            """
    }

    private func copy(_ id: String, _ what: Phrase) -> HTML {
        ##"""
        <button type="button" class="quiet" data-copy="#\##(id)" data-done="\##(words(.webhookCopied))"><span aria-live="polite">\##(words(.webhookCopy))</span><span class="visually-hidden"> \##(words(what))</span></button>
        """##
    }

    private var addresses: HTML {
        """
        <section class="card" aria-labelledby="addresses"><header><h2 id="addresses">\(words(.webhookAddresses))</h2></header>
        <dl class="facts"><dt>\(words(.webhookVapi))</dt><dd><code id="vapi-url">\(webhooksURL)/api/webhooks/vapi</code> \(copy("vapi-url", .webhookVapi))<p class="muted small">\(words(.webhookVapiHint))</p></dd>
        <dt>\(words(.webhookLeads))</dt><dd><code id="lead-url">\(inboundURL)</code> \(copy("lead-url", .webhookLeads))<p class="muted small">\(words(.webhookLeadsHint))</p></dd></dl></section>
        """
    }

    private var tokenTable: HTML {
        guard !tokens.isEmpty else {
            return #"<div class="empty"><h3>\#(words(.leadTokenNone))</h3><p>\#(words(.leadTokenNoneText))</p></div>"#
        }
        return """
            <table class="table"><caption class="visually-hidden">\(words(.leadTokens))</caption>
            <thead><tr><th scope="col">\(words(.leadTokenLabel))</th><th scope="col">\(words(.callingConsent))</th><th scope="col">\(words(.leadTokenMade))</th><th scope="col"><span class="visually-hidden">\(words(.settingsActions))</span></th></tr></thead>
            <tbody>\(tokens.html { token($0) })</tbody></table>
            """
    }

    private func token(_ token: ListLeadTokens.Row) -> HTML {
        let id = token.id.uuidString.lowercased()
        let end: HTML =
            if let revoked = token.revokedAt {
                "<span class=\"badge\">\(words(.leadTokenRevoked))</span> \(frame.time.element(revoked))"
            } else {
                """
                <details class="confirm"><summary class="button quiet">\(words(.leadTokenRevoke))<span class="visually-hidden"> \(token.label)</span></summary>
                <form method="post" action="/settings/webhooks/tokens/\(id)/revoke">\(frame.formField)<p>\(words(.leadTokenRevokeText))</p><div class="actions"><button class="danger">\(words(.leadTokenRevokeIt))</button></div></form></details>
                """
            }
        return """
            <tr><th scope="row" class="title" dir="auto">\(token.label)</th><td>\(words(LeadTokenForm.consentPhrase(token.consent)))</td>
            <td class="fit" data-label="\(words(.leadTokenMade))">\(frame.time.element(token.createdAt))</td><td class="fit">\(end)</td></tr>

            """
    }

    private var resourceTable: HTML {
        guard !resources.isEmpty else {
            return #"<div class="empty"><h3>\#(words(.vapiNone))</h3><p>\#(words(.vapiNoneText))</p></div>"#
        }
        return """
            <table class="table"><caption class="visually-hidden">\(words(.vapiResources))</caption>
            <thead><tr><th scope="col">\(words(.vapiID))</th><th scope="col">\(words(.vapiKind))</th><th scope="col">\(words(.vapiLabel))</th><th scope="col"><span class="visually-hidden">\(words(.settingsActions))</span></th></tr></thead>
            <tbody>\(resources.html { resource($0) })</tbody></table>
            """
    }

    private func resource(_ resource: ListVapiResources.Row) -> HTML {
        let remove: HTML = """
            <details class="confirm"><summary class="button quiet">\(words(.vapiRemove))<span class="visually-hidden"> \(resource.label ?? resource.id)</span></summary>
            <form method="post" action="/settings/webhooks/vapi/\(resource.id.percentEncoded)/remove">\(frame.formField)<p>\(words(.vapiRemoveText))</p><div class="actions"><button class="danger">\(words(.vapiRemoveIt))</button></div></form></details>
            """
        return """
            <tr><th scope="row" class="title"><code>\(resource.id)</code></th><td>\(words(VapiResourceForm.kindPhrase(resource.kind)))</td>
            <td><form class="inline" method="post" action="/settings/webhooks/vapi/label">\(frame.formField)<input type="hidden" name="vapi_id" value="\(resource.id)"><input name="label" value="\(resource.label ?? "")" maxlength="80" dir="auto" aria-label="\(words(.vapiLabelOf, ["id": resource.id]))"> <button class="quiet">\(words(.save))</button></form></td><td class="fit">\(remove)</td></tr>

            """
    }
}

extension Phrase {
    static let webhookCopy = Phrase("Copy", es: "Copiar")
    static let webhookCopied = Phrase("Copied", es: "Copiado")
    static let settingsActions = Phrase("Actions", es: "Acciones")
    static let webhookAddresses = Phrase("Addresses", es: "Direcciones")
    static let webhookVapi = Phrase("For Vapi", es: "Para Vapi")
    static let webhookVapiHint = Phrase(
        "As the server URL of your assistants. Its secret is set by whoever runs Thavon; two can be valid at a time.",
        es:
            "Como URL del servidor de sus asistentes. El secreto lo fija quien opera Thavon; puede haber dos válidos a la vez."
    )
    static let webhookLeads = Phrase("For lead forms", es: "Para formularios de contactos")
    static let webhookLeadsHint = Phrase(
        "JSON or form fields by POST, with the header “Authorization: Bearer” and a token.",
        es: "JSON o campos de formulario por POST, con la cabecera «Authorization: Bearer» y un token.")
    static let leadTokens = Phrase("Lead form tokens", es: "Tokens de formularios")
    static let leadTokenNew = Phrase("New token", es: "Token nuevo")
    static let leadTokenMake = Phrase("Make token", es: "Crear token")
    static let leadTokenOnce = Phrase("This token is shown only once:", es: "Este token se muestra una sola vez:")
    static let leadTokenNone = Phrase("No tokens yet", es: "Todavía no hay tokens")
    static let leadTokenNoneText = Phrase(
        "Make one for each form or program that sends you leads.",
        es: "Cree uno para cada formulario o programa que le envíe contactos.")
    static let leadTokenMade = Phrase("Made", es: "Creado")
    static let leadTokenRevoke = Phrase("Revoke", es: "Revocar")
    static let leadTokenRevokeIt = Phrase("Revoke it", es: "Revocarlo")
    static let leadTokenRevoked = Phrase("Revoked", es: "Revocado")
    static let leadTokenRevokeText = Phrase(
        "Whatever uses it cannot send leads any more, from now on.",
        es: "Lo que lo use ya no podrá enviar contactos desde ahora.")
    static let vapiResources = Phrase("At Vapi", es: "En Vapi")
    static let vapiText = Phrase(
        "Calls of these telephone numbers and assistants are yours for certain.",
        es: "Las llamadas de estos números y asistentes son suyas con certeza.")
    static let vapiAdd = Phrase("Add a telephone number or an assistant", es: "Añadir un número o un asistente")
    static let vapiAddIt = Phrase("Add", es: "Añadir")
    static let vapiNone = Phrase("Nothing is known yet", es: "Todavía no se conoce nada")
    static let vapiNoneText = Phrase(
        "Add the ids that Vapi shows, so that incoming calls find their way to you.",
        es: "Añada los ids que muestra Vapi para que las llamadas entrantes lleguen a usted.")
    static let vapiRemove = Phrase("Remove", es: "Quitar")
    static let vapiRemoveIt = Phrase("Remove it", es: "Quitarlo")
    static let vapiRemoveText = Phrase(
        "New calls of it are not known to be yours any more, and nobody gets them. At Vapi nothing changes.",
        es: "Sus llamadas nuevas ya no se reconocerán como suyas y nadie las recibirá. En Vapi no cambia nada.")
    static let vapiLabelOf = Phrase("Name of {id}", es: "Nombre de {id}")
}
