internal import Hummingbird

/// `/google/auth` and `/google/calendar`: Google, for people.
struct GooglePageRoutes: Sendable {
    let pages: Pages
    let google: GoogleProvider

    func add(to router: Router<SandboxContext>) {
        router.get("/google/auth") { request, context in
            try await context.respond(consent(FormFields(request.uri.query ?? "")))
        }
        router.post("/google/auth") { request, context in
            let form = FormFields(try await request.bytes(upTo: 1 << 16) ?? [])
            return try await context.respond(decide(form))
        }
        router.get("/google/calendar") { request, context in
            let query = FormFields(request.uri.query ?? "")
            let view = CalendarView(
                google.snapshot, account: query["account"]?.lowercased(), problem: query["problem"],
                at: google.ambient.now())
            return try await context.respond(pages.calendar(view))
        }
        router.post("/google/calendar") { request, context in
            let form = FormFields(try await request.bytes(upTo: 1 << 16) ?? [])
            return try await context.respond(act(form))
        }
    }

    // MARK: Consent

    private func consent(_ query: FormFields) -> Answer {
        do throws(AuthorizationProblem) {
            let request = try AuthorizationRequest(query, client: google.client)
            // Nobody may be asked, and this page always asks.
            if request.prompts.contains("none") { return .found(request.callback(["error": "interaction_required"])) }
            return page(request, query, problem: nil)
        } catch {
            return pages.blocked(error)
        }
    }

    private func page(_ request: AuthorizationRequest, _ fields: FormFields, problem: String?) -> Answer {
        let view = ConsentView(
            request: request, fields: fields, accounts: google.snapshot.calendars.keys.sorted(), problem: problem)
        return pages.consent(view, backTo: WebOrigin(of: request.redirectURI))
    }

    private func decide(_ form: FormFields) -> Answer {
        let request: AuthorizationRequest
        do throws(AuthorizationProblem) {
            request = try AuthorizationRequest(form, client: google.client)
        } catch {
            return pages.blocked(error)
        }
        do throws(BadInput) {
            guard let decision = form["decision"], ["allow", "cancel"].contains(decision) else {
                throw BadInput(reason: "decision must be allow or cancel")
            }
            let isAllowed = decision == "allow"
            let account = isAllowed ? try GoogleProvider.address((form["account"] ?? "").trimmed) : ""
            return google.answer(
                request,
                GoogleProvider.Decision(account: account, isAllowed: isAllowed, granted: form.all("granted")))
        } catch {
            var answer = page(request, form, problem: error.reason)
            answer.status = 400
            return answer
        }
    }

    // MARK: A person's own calendar

    private func act(_ form: FormFields) -> Answer {
        let account: String
        do throws(BadInput) {
            account = try GoogleProvider.address((form["account"] ?? "").trimmed)
        } catch {
            return .redirect(to: "/google/calendar?problem=\(error.reason.queryEscaped)")
        }
        let back = "/google/calendar?account=\(account.queryEscaped)"
        do {
            try perform(form, account)
            return .redirect(to: back)
        } catch let problem as CalendarProblem {
            return .redirect(to: back + "&problem=\(problem.message.queryEscaped)")
        } catch {
            return .redirect(to: back + "&problem=\("It could not be done.".queryEscaped)")
        }
    }

    private func perform(_ form: FormFields, _ account: String) throws {
        let id = form["id"] ?? ""
        switch form["action"] {
        case "open": try google.welcome(account, zone: form["timeZone"])
        case "add": _ = try google.add(Self.draft(form), to: account)
        case "move": _ = try google.move(id, of: account, to: Self.times(form))
        case "cancel": try google.cancel(id, of: account)
        case "revoke": try google.disconnect(account)
        default: throw BadInput(reason: "there is no such action")
        }
    }

    private static func draft(_ form: FormFields) -> JSON {
        var draft = times(form)
        draft["summary"] = form["summary"].map { .string($0) }
        if form["transparent"] != nil { draft["transparency"] = "transparent" }
        return draft
    }

    private static func times(_ form: FormFields) -> JSON {
        .object(present: ["start": form["start"].map { .string($0) }, "end": form["end"].map { .string($0) }])
    }
}
