internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/settings/webhooks`: addresses, tokens for lead forms, and what is the agency's at Vapi.
struct WebhookSettingsRoutes: Sendable {
    let console: Console
    let webhooksURL: String

    private var desk: LeadSourceDesk { LeadSourceDesk(console: console) }

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/settings/webhooks") { request, context in
            let done = Query(request)["done"] ?? ""
            var page = try await page(request, context)
            page.notice = page.frame.notice(Self.notices[done])
            return Response.html(page.render())
        }
        group.post("/settings/webhooks/tokens") { request, context in try await makeToken(request, context) }
        group.post("/settings/webhooks/tokens/:id/revoke") { request, context in
            try await revokeToken(request, context)
        }
        group.post("/settings/webhooks/vapi") { request, context in try await addResource(request, context) }
        group.post("/settings/webhooks/vapi/label") { request, context in try await labelResource(request, context) }
        group.post("/settings/webhooks/vapi/:vapi/remove") { request, context in
            try await removeResource(request, context)
        }
    }

    private static let notices: [String: Phrase] = [
        "revoked": .leadTokenIsRevoked, "added": .vapiIsAdded, "labelled": .settingsSaved,
        "removed": .vapiIsRemoved,
    ]

    private func page(_ request: Request, _ context: ViewerContext) async throws -> WebhookSettingsPage {
        try context.ownersOnly()
        let frame = console.frame(request, context)
        let id = context.viewer.agencyID
        let (tokens, resources) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(ListLeadTokens(agencyID: id), ListVapiResources(agencyID: id))
        }
        let check = FormCheck(words: frame.words)
        return WebhookSettingsPage(
            frame: frame, webhooksURL: webhooksURL, tokens: tokens, resources: resources, tokenCheck: check,
            resourceCheck: check)
    }

    private func makeToken(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        var form = LeadTokenForm(try await context.form(request))
        var check = FormCheck(words: console.frame(request, context).words)
        form.check(&check)
        guard check.isFine else {
            var page = try await page(request, context)
            (page.tokenForm, page.tokenCheck) = (form, check)
            return .html(page.render(), status: .unprocessableContent)
        }
        let token = try await desk.makeToken(form, by: context.principal)
        var page = try await page(request, context)
        if let token {
            page.newToken = token.text
        } else {
            page.notice = page.frame.notice(.leadTokenMadeBefore, tone: "warn")
        }
        return .html(page.render())
    }

    private func revokeToken(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        _ = try await context.form(request)
        let id = try context.id("id")
        try await desk.revokeToken(id, by: context.principal)
        return .seeOther("/settings/webhooks?done=revoked")
    }

    private func addResource(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let form = VapiResourceForm(try await context.form(request))
        var check = FormCheck(words: console.frame(request, context).words)
        form.check(&check)
        if check.isFine {
            let problem = try await desk.add(form, by: context.principal)
            guard let problem else { return .seeOther("/settings/webhooks?done=added") }
            check.note("vapi_id", .vapiID, check.words(problem))
        }
        var page = try await page(request, context)
        (page.resourceForm, page.resourceCheck) = (form, check)
        return .html(page.render(), status: .unprocessableContent)
    }

    private func removeResource(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        _ = try await context.form(request)
        guard let id = context.parameters.get("vapi")?.removingPercentEncoding else { throw NotFound() }
        try await desk.removeResource(id, by: context.principal)
        return .seeOther("/settings/webhooks?done=removed")
    }

    private func labelResource(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let form = try await context.form(request)
        let (id, label) = (form["vapi_id"], form["label"])
        guard label.count <= 80 else { throw BadRequest(.vapiLongLabel) }
        try await desk.label(id, label.orNil, by: context.principal)
        return .seeOther("/settings/webhooks?done=labelled")
    }
}

extension Phrase {
    static let leadTokenIsRevoked = Phrase("The token is revoked.", es: "El token se ha revocado.")
    static let leadTokenMadeBefore = Phrase(
        "This token had been made already, and is not shown again. Make another one, and revoke this.",
        es: "Ese token ya se había creado y no se muestra de nuevo. Cree otro y revoque este.")
    static let vapiIsAdded = Phrase("It is yours now.", es: "Ya es suyo.")
    static let vapiIsYours = Phrase("This id is on your list already.", es: "Ese id ya está en su lista.")
    static let vapiTaken = Phrase(
        "This id belongs to another agency already. If it is yours, ask whoever runs Thavon.",
        es: "Ese id ya es de otra agencia. Si es suyo, pregunte a quien opera Thavon.")
    static let vapiIsRemoved = Phrase(
        "It is off your list. The calls that you have stay yours.",
        es: "Ya no está en su lista. Las llamadas que ya tiene siguen siendo suyas.")
    static let vapiLongLabel = Phrase(
        "A name has at most 80 characters.", es: "Un nombre tiene 80 caracteres como máximo.")
}
