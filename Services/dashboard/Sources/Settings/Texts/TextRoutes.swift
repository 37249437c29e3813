internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/settings/texts`: an agency's own words, tried before they are used.
struct TextRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/settings/texts") { request, context in
            try context.ownersOnly()
            let frame = console.frame(request, context)
            let texts = try await console.database.run(as: context.viewer) { transaction in
                try await transaction.execute(ListOwnTexts(agencyID: context.viewer.agencyID))
            }
            let notices: [String: Phrase] = ["saved": .settingsSaved, "reset": .textsIsReset]
            let notice = notices[Query(request)["done"] ?? ""]
            return Response.html(TextListPage(frame: frame, texts: texts, notice: notice).render())
        }
        group.get("/settings/texts/edit") { request, context in try await edit(request, context) }
        group.post("/settings/texts/save") { request, context in try await save(request, context) }
        group.post("/settings/texts/preview") { request, context in try await preview(request, context) }
        group.post("/settings/texts/mail") { request, context in try await mail(request, context) }
        group.post("/settings/texts/reset") { request, context in try await reset(request, context) }
        group.post("/settings/texts/test") { request, context in try await test(request, context) }
    }

    private func stored(_ form: TextForm, _ context: ViewerContext) async throws -> ListOwnTexts.Row? {
        try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(
                ListOwnTexts(agencyID: context.viewer.agencyID, kind: form.kind, language: form.language)
            ).first
        }
    }

    private func edit(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let query = Query(request)
        guard let form = TextForm(kind: query["kind"] ?? "", language: query["language"] ?? "") else {
            throw BadRequest(.addressMakesNoSense)
        }
        let own = try await stored(form, context)
        let frame = console.frame(request, context)
        let notice: Phrase? = query["done"] == "sent" ? .textsSent : nil
        return .html(
            TextPage(
                frame: frame, form: form.filled(from: own), isStored: own != nil, notice: frame.notice(notice)
            ).render())
    }

    private func typed(_ request: Request, _ context: ViewerContext) async throws -> TextForm {
        try context.ownersOnly()
        guard let form = TextForm(try await context.form(request)) else { throw BadRequest(.notUnderstoodText) }
        return form
    }

    /// The form again, with what was typed.
    private func again(
        _ form: TextForm, _ request: Request, _ context: ViewerContext, problem: NotDone? = nil,
        preview: PreviewNotice.Reply? = nil
    ) async throws -> Response {
        let frame = console.frame(request, context)
        let page = TextPage(
            frame: frame, form: form, isStored: try await stored(form, context) != nil, preview: preview,
            notice: problem.map { frame.alert($0) } ?? .empty)
        return .html(page.render(), status: problem?.status ?? .ok)
    }

    /// The form again, when somebody else has changed the texts since it was shown; nil when nobody has.
    ///
    /// - Parameter keepsTyped: whether what was sent has texts in it.
    private func late(
        _ form: TextForm, keepsTyped: Bool = true, _ request: Request, _ context: ViewerContext
    ) async throws -> Response? {
        let own = try await stored(form, context)
        guard ListOwnTexts.version(of: own) != form.version else { return nil }
        let frame = console.frame(request, context)
        let now = form.filled(from: own)
        let notice = MeanwhileNotice(
            words: frame.words,
            parts: [
                .init(.textsSubject, typed: form.subject, now: now.subject),
                .init(.textsBody, typed: form.body, now: now.body),
                .init(.textsShort, typed: form.short, now: now.short),
            ])
        var again = keepsTyped ? form : now
        again.version = now.version
        let page = TextPage(frame: frame, form: again, isStored: own != nil, notice: notice.html)
        return .html(page.render(), status: .conflict)
    }

    private func save(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await typed(request, context)
        if let late = try await late(form, request, context) { return late }
        let outcome = try await console.settle(
            SetNoticeTexts(kind: form.kind, language: form.language, texts: form.wording), by: context.principal,
            noting: try AuditNote("settings.texts", ("text", form.kind), ["language": form.language]))
        if let problem = outcome.whyNot { return try await again(form, request, context, problem: problem) }
        return .seeOther("/settings/texts?done=\(form.wording == nil ? "reset" : "saved")")
    }

    private func reset(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await typed(request, context)
        if let late = try await late(form, keepsTyped: false, request, context) { return late }
        let outcome = try await console.settle(
            SetNoticeTexts(kind: form.kind, language: form.language, texts: nil), by: context.principal,
            noting: try AuditNote("settings.texts_reset", ("text", form.kind), ["language": form.language]))
        if let problem = outcome.whyNot { return try await again(form, request, context, problem: problem) }
        return .seeOther("/settings/texts?done=reset")
    }

    private func rendered(
        _ form: TextForm, _ context: ViewerContext
    ) async throws -> CommandOutcome<PreviewNotice.Reply> {
        let wish = PreviewNotice(
            kind: form.kind, role: form.role, language: form.language, callID: nil, appointmentID: nil,
            texts: form.wording)
        return try await console.settle(wish, by: context.principal, noting: nil)
    }

    private func preview(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await typed(request, context)
        switch try await rendered(form, context) {
        case .done(let reply): return try await again(form, request, context, preview: reply)
        case .notDone(let why): return try await again(form, request, context, problem: why)
        }
    }

    private func mail(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await typed(request, context)
        switch try await rendered(form, context) {
        case .done(let reply): return .mail(reply.html)
        case .notDone(let why): return try await again(form, request, context, problem: why)
        }
    }

    private func test(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await typed(request, context)
        guard form.hasMail else { throw BadRequest(.notUnderstoodText) }
        let channel = NotificationChannel.email
        let outcome = try await console.settle(
            SendTestNotice(
                kind: form.kind, channel: channel, agentID: nil, callID: nil,
                accountID: AccountID(rawValue: context.viewer.accountID)), by: context.principal,
            noting: try AuditNote("notice.tested", ("text", form.kind), ["channel": channel.rawValue]))
        guard let problem = outcome.whyNot else { return .seeOther("\(form.address)&done=sent") }
        let filled = form.filled(from: try await stored(form, context))
        return try await again(filled, request, context, problem: problem)
    }
}
