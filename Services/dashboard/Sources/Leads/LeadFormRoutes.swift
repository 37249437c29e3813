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
            let page = LeadFormPage(frame: console.frame(request, context), form: LeadForm(wantsCall: true))
            return Response.html(page.render())
        }
        group.post("/leads/new") { request, context in try await add(request, context) }
        group.get("/leads/:id/edit") { request, context in
            let id = try context.id("id")
            let frame = console.frame(request, context)
            let lead = try await console.database.run(as: context.viewer) { try await $0.execute(LoadLead(id: id)).first }
            guard let lead else { throw NotFound() }
            return Response.html(LeadFormPage(frame: frame, id: id, form: LeadForm(lead, frame.time)).render())
        }
        group.post("/leads/:id/edit") { request, context in try await edit(request, context) }
    }

    /// What became of a form.
    private enum Outcome: Sendable {
        case kept
        case wrong([LeadForm.Field: Phrase])
        case known(LeadFormPage.Other)
    }

    private func add(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = LeadForm(try await context.form(request))
        let frame = console.frame(request, context)
        let id = UUID.timeOrdered(at: frame.time.now)
        let viewer = context.viewer
        let outcome = try await console.database.change(as: viewer) { transaction -> (Outcome, [OutgoingEvent]) in
            let country = try await transaction.execute(FindDefaultCountry(agencyID: viewer.agencyID)).first
            let (draft, problems) = form.checked(country: country ?? "US", time: frame.time)
            guard let draft else { return (.wrong(problems), []) }
            let adding = AddLead(
                id: id, agencyID: viewer.agencyID, ownerID: viewer.agentID, draft: draft,
                proof: try draft.proof(by: viewer, at: frame.time.now))
            guard try await transaction.executeCounting(adding) == 1 else {
                return (.known(try await other(draft.phone, nil, viewer, in: transaction)), [])
            }
            let (isBarred, _) = try await transaction.pipeline(
                IsBarred(agencyID: viewer.agencyID, phone: draft.phone),
                AddAuditEntry("lead.added", by: viewer, lead: id, address: context.address))
            let event = LeadCreated(
                leadID: LeadID(rawValue: id), source: "hand",
                canBeCalled: draft.phone != nil && isBarred.first != true, consent: draft.consent,
                isCallWanted: form.wantsCall)
            return (.kept, [try LeadEvents.event(about: id, viewer.agencyID, event)])
        }
        return answer(outcome, id, "added", LeadFormPage(frame: frame, form: form))
    }

    private func edit(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let form = LeadForm(try await context.form(request))
        let id = try context.id("id")
        let frame = console.frame(request, context)
        let viewer = context.viewer
        let page = LeadFormPage(frame: frame, id: id, form: form)
        do {
            let outcome = try await console.database.change(as: viewer) { transaction -> (Outcome, [OutgoingEvent]) in
                let (countries, leads) = try await transaction.pipeline(
                    FindDefaultCountry(agencyID: viewer.agencyID), LoadLead(id: id))
                guard let lead = leads.first else { throw NotFound() }
                let (checked, problems) = form.checked(country: countries.first ?? "US", time: frame.time)
                guard var draft = checked else { return (.wrong(problems), []) }
                // What a file or an earlier guess has settled is not guessed again, unless they are elsewhere now.
                if !draft.isLanguageGiven, !lead.isLanguageGiven, draft.country == lead.country {
                    draft.language = lead.language ?? draft.language
                }
                if let phone = draft.phone, phone != lead.phone,
                    let other = try await transaction.execute(
                        FindLeadByPhone(agencyID: viewer.agencyID, phone: phone, except: id)
                    ).first
                {
                    return (.known(.lead(other)), [])
                }
                return (.kept, try await change(lead, to: draft, form, frame, context, in: transaction))
            }
            return answer(outcome, id, "saved", page)
        } catch let error as PostgresError where error.sqlState == .uniqueViolation {
            return answer(.known(.unseen), id, "saved", page)
        }
    }

    private func change(
        _ lead: Lead, to draft: LeadDraft, _ form: LeadForm, _ frame: PageFrame, _ context: ViewerContext,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent] {
        let viewer = context.viewer
        let before = LeadForm(lead, frame.time)
        let changesConsent =
            form.consent != before.consent || form.consentSource != before.consentSource
            || form.consentDate != before.consentDate
        let (_, isBarred, _) = try await transaction.pipeline(
            ChangeLead(
                id: lead.id, draft: draft, changesConsent: changesConsent,
                proof: try draft.proof(by: viewer, at: frame.time.now)),
            IsBarred(agencyID: viewer.agencyID, phone: draft.phone),
            AddAuditEntry(
                "lead.edited", by: viewer, lead: lead.id, detail: try form.changes(from: before),
                address: context.address))
        let event = LeadUpdated(
            leadID: LeadID(rawValue: lead.id), source: "hand", isInquiry: form.wantsCall,
            canBeCalled: draft.phone != nil && isBarred.first != true,
            consent: changesConsent ? draft.consent : lead.consent)
        return [try LeadEvents.event(about: lead.id, viewer.agencyID, event)]
    }

    private func other(
        _ phone: String?, _ id: UUID?, _ viewer: Viewer, in transaction: PostgresTransaction
    ) async throws -> LeadFormPage.Other {
        guard let phone else { return .unseen }
        let found = try await transaction.execute(
            FindLeadByPhone(agencyID: viewer.agencyID, phone: phone, except: id))
        return found.first.map { .lead($0) } ?? .unseen
    }

    private func answer(_ outcome: Outcome, _ id: UUID, _ done: String, _ page: LeadFormPage) -> Response {
        var page = page
        switch outcome {
        case .kept: return .seeOther("/leads/\(id.uuidString.lowercased())?done=\(done)")
        case .wrong(let problems): page.problems = problems
        case .known(let other):
            page.other = other
            page.problems = [.phone: .numberIsKnown]
        }
        return .html(page.render(), status: .unprocessableContent)
    }
}

extension LeadDraft {
    /// Who says that there is an agreement, and when they said it.
    fileprivate func proof(by viewer: Viewer, at now: Date) throws -> JSONB? {
        guard consent != nil else { return nil }
        let entries = ["entered_by": viewer.name, "given": consentSource, "received_at": now.rfc3339].compactMapValues(\.self)
        return JSONB(bytes: try ContractJSON.encode(entries))
    }
}

extension LeadForm {
    /// The names of what has changed: the log keeps no second copy of somebody's data.
    fileprivate func changes(from before: LeadForm) throws -> JSONB {
        let pairs = [
            ("name", name != before.name), ("phone", phone != before.phone), ("email", email != before.email),
            ("postcode", postcode != before.postcode), ("country", country != before.country),
            ("language", language != before.language), ("time_zone", zone != before.zone),
            ("notes", notes != before.notes),
            ("consent", consent != before.consent || consentSource != before.consentSource),
        ]
        return JSONB(bytes: try ContractJSON.encode(["changed": pairs.filter(\.1).map(\.0)]))
    }
}
