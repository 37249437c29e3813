internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Passwords
internal import Postgres

/// `/account`: somebody's own affairs.
struct AccountRoutes: Sendable {
    let console: Console
    let hasher: PasswordHasher

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/account") { request, context in
            let notice = Self.notices[Query(request)["done"] ?? ""]
            return Response.html(try await page(request, context) { $0.notice = notice }.render())
        }
        group.post("/account") { request, context in try await save(request, context) }
        group.post("/account/availability") { request, context in try await setAvailability(request, context) }
        group.post("/account/password") { request, context in try await changePassword(request, context) }
        group.post("/account/sessions/end-others") { request, context in
            try await endSessions(EndSessions(but: context.viewer.proofID), "others-signed-out", request, context)
        }
        group.post("/account/sessions/:id/end") { request, context in
            try await endSessions(EndSessions(only: context.id("id")), "signed-out", request, context)
        }
        group.post("/account/tokens") { request, context in try await addToken(request, context) }
        group.post("/account/tokens/:id/revoke") { request, context in try await revokeToken(request, context) }
    }

    private static let notices: [String: Phrase] = [
        "saved": AccountWords.saved, "password": AccountWords.passwordChanged, "signed-out": AccountWords.sessionEnded,
        "others-signed-out": AccountWords.othersEnded, "token-revoked": AccountWords.tokenRevoked,
    ]

    private func page(
        _ request: Request, _ context: ViewerContext, _ change: (inout AccountPage) -> Void
    ) async throws -> AccountPage {
        let (accounts, sessions, tokens) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(ReadOwnAccount(), ListSessions(), ListAPITokens())
        }
        guard let account = accounts.first else { throw NotFound() }
        let frame = console.frame(request, context)
        var page = AccountPage(
            frame: frame, account: account, form: AccountForm(account), sessions: sessions, tokens: tokens,
            once: OnceOnly(now: frame.time.now))
        change(&page)
        return page
    }

    private func save(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = AccountForm(try await context.form(request))
        let problems = form.problems(known: context.viewer.language)
        guard problems.isEmpty else {
            let page = try await page(request, context) { ($0.form, $0.problems) = (form, problems) }
            return .html(page.render(), status: .unprocessableContent)
        }
        try await console.database.run(as: context.viewer) { transaction in
            _ = try await transaction.execute(form.statement)
            _ = try await transaction.execute(
                AddAuditEntry(
                    "account.edited", by: context.viewer, subject: ("account", context.viewer.actor),
                    address: context.address))
        }
        return .seeOther("/account?done=saved")
    }

    private func setAvailability(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let wanted = try await context.form(request)["availability"]
        guard let agentID = context.viewer.agentID else { throw Forbidden() }
        guard ["available", "away"].contains(wanted) else { throw BadRequest(.notUnderstoodText) }
        try await console.setOwnAvailability(wanted, of: agentID, by: context.principal)
        return .seeOther("/account?done=saved")
    }

    private func changePassword(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = try await context.form(request, limit: 16 << 10)
        let desk = PasswordDesk(database: console.database, hasher: hasher)
        do {
            let problem = try await desk.change(
                of: context.viewer, current: form.raw("current"), to: form.raw("password"),
                repeated: form.raw("repeated"), address: context.address)
            guard let problem else { return .seeOther("/account?done=password") }
            let page = try await page(request, context) { $0.passwordProblems = [problem] }
            return .html(page.render(), status: .unprocessableContent)
        } catch let pause as SignInPause {
            let page = try await page(request, context) {
                $0.passwordProblems = [("current", AccountWords.currentPassword, pause.toldInside)]
            }
            var response = Response.html(page.render(), status: .tooManyRequests)
            response.headers[.retryAfter] = "\(pause.seconds)"
            return response
        }
    }

    private func endSessions(
        _ end: EndSessions, _ done: String, _ request: Request, _ context: ViewerContext
    ) async throws -> Response {
        _ = try await context.form(request)
        try await console.database.run(as: context.viewer) { transaction in
            let count = try await transaction.executeCounting(end)
            guard count > 0 || end.only == nil else { throw NotFound() }
            _ = try await transaction.execute(
                AddAuditEntry(
                    "session.revoked", by: context.viewer,
                    subject: end.only.map { ("session", $0.uuidString.lowercased()) }, address: context.address))
        }
        return .seeOther("/account?done=\(done)")
    }

    private func addToken(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let typed = try await context.form(request)
        let form = TokenForm(typed)
        var problems = form.problems
        var isRepeated = false
        let token = SecretToken(text: Self.prefix + SecretToken().text)
        if problems.isEmpty {
            let once = OnceOnly(typed, now: Date())
            let add = AddToken(
                id: once.command(of: context.viewer, ["api token", form.label, form.life]).rawValue,
                accountID: context.viewer.accountID, purpose: .api, tokenHash: token.hash, label: form.label,
                expiresAt: form.expiry(from: Date()))
            do {
                if try await !self.add(add, form, context) {
                    problems = [("label", AccountWords.tokenLabel, AccountWords.tooManyTokens)]
                }
            } catch SQLState.uniqueViolation {
                isRepeated = true
            }
        }
        let page = try await page(request, context) { page in
            page.tokenProblems = problems
            if !problems.isEmpty {
                page.tokenForm = form
            } else if isRepeated {
                page.notice = AccountWords.tokenMadeAlready
            } else {
                page.newToken = token.text
            }
        }
        return .html(page.render(), status: problems.isEmpty ? .ok : .unprocessableContent)
    }

    /// - Returns: false when there are as many as there may be.
    /// - Throws: ``SQLState/uniqueViolation`` when it has been made already.
    private func add(_ token: AddToken, _ form: TokenForm, _ context: ViewerContext) async throws -> Bool {
        let entry = AddAuditEntry(
            "api_token.made", by: context.viewer, subject: ("api_token", token.id.uuidString.lowercased()),
            detail: try AuditDetail(["label": form.label, "life": form.life]).jsonb, address: context.address)
        return try await console.database.run(as: context.viewer) { transaction in
            let tokens = try await transaction.execute(ListAPITokens())
            guard tokens.count < TokenForm.most || tokens.contains(where: { $0.id == token.id }) else { return false }
            _ = try await transaction.execute(token)
            _ = try await transaction.execute(entry)
            return true
        }
    }

    /// Tells whoever finds one what it is.
    private static let prefix = "thv_"

    private func revokeToken(_ request: Request, _ context: ViewerContext) async throws -> Response {
        _ = try await context.form(request)
        let id = try context.id("id")
        try await console.revokeAPIToken(id, by: context.principal)
        return .seeOther("/account?done=token-revoked")
    }
}
