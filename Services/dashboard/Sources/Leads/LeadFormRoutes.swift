internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// `/leads/new` and `/leads/{id}/edit`.
struct LeadFormRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/leads/new") { request, context in
            let frame = console.frame(request, context)
            let page = LeadFormPage(
                frame: frame, languages: console.languages, form: LeadForm(wantsCall: true),
                once: OnceOnly(now: frame.time.now))
            return Response.html(page.render())
        }
        group.post("/leads/new") { request, context in try await add(request, context) }
        group.get("/leads/:id/edit") { request, context in
            let id = try context.id("id")
            let frame = console.frame(request, context)
            let lead = try await console.database.run(as: context.viewer) {
                try await $0.execute(LoadLead(id: id)).first
            }
            guard let lead else { throw NotFound() }
            let page = LeadFormPage(
                frame: frame, languages: console.languages, id: id, form: LeadForm(lead, frame.time),
                version: lead.version)
            return Response.html(page.render())
        }
        group.post("/leads/:id/edit") { request, context in try await edit(request, context) }
    }

    private func add(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let typed = try await context.form(request)
        let form = LeadForm(typed)
        let frame = console.frame(request, context)
        let once = OnceOnly(typed, now: frame.time.now)
        let id = once.command(of: context.viewer, ["add lead"] + form.wish).rawValue
        let outcome = try await LeadDesk(console: console).add(form, as: id, context.principal, frame.time)
        let page = LeadFormPage(frame: frame, languages: console.languages, form: form, once: once)
        return answer(outcome, id, "added", page)
    }

    private func edit(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let typed = try await context.form(request)
        let form = LeadForm(typed)
        let id = try context.id("id")
        let frame = console.frame(request, context)
        // A form without a version is of nothing that anybody has seen.
        let version = Int(typed[LeadFormPage.versionField]) ?? 0
        let outcome = try await LeadDesk(console: console).edit(
            id, context.principal, frame.time, basedOn: version
        ) { _ in form }
        let page = LeadFormPage(frame: frame, languages: console.languages, id: id, form: form, version: version)
        return answer(outcome, id, "saved", page)
    }

    private func answer(_ outcome: LeadDesk.Outcome, _ id: UUID, _ done: String, _ page: LeadFormPage) -> Response {
        var page = page
        switch outcome {
        case .kept: return .seeOther("/leads/\(id.uuidString.lowercased())?done=\(done)")
        case .wrong(let problems): page.problems = problems
        case .known(let other):
            page.other = other
            page.problems = [.phone: .numberIsKnown]
        case .stale(let lead):
            page.take(lead)
            return .html(page.render(), status: .conflict)
        }
        return .html(page.render(), status: .unprocessableContent)
    }
}
