internal import Contracts
internal import Foundation
internal import Messaging
internal import Postgres

/// Adds leads and changes them, for whoever may: what is kept, told to other services, and noted in the audit log.
struct LeadDesk: Sendable {
    enum Outcome: Sendable {
        case kept
        case wrong([LeadForm.Field: Phrase])
        /// The agency has a lead with the number.
        case known(LeadFormPage.Other)
        /// Somebody else has changed the lead since whoever edits it has seen it: nothing is kept. What it is now.
        case stale(Lead)
    }

    let console: Console

    /// - Parameter id: of the new lead. The same wish comes again under the same id, and is kept as it was then.
    func add(_ form: LeadForm, as id: UUID, _ principal: Principal, _ time: ViewerTime) async throws -> Outcome {
        let viewer = principal.viewer
        return try await console.database.change(as: viewer) { transaction -> (Outcome, [OutgoingEvent]) in
            let country = try await transaction.execute(FindDefaultCountry(agencyID: viewer.agencyID)).first
            let (draft, problems) = form.checked(
                country: country ?? "US", time: time, languages: console.languages)
            guard let draft else { return (.wrong(problems), []) }
            let adding = AddLead(
                id: id, agencyID: viewer.agencyID, ownerID: viewer.agentID, draft: draft,
                proof: try draft.proof(by: viewer, at: time.now))
            guard try await transaction.executeCounting(adding) == 1 else {
                guard try await transaction.execute(LoadLead(id: id)).isEmpty else { return (.kept, []) }
                return (.known(try await other(draft.phone, viewer, in: transaction)), [])
            }
            let (isBarred, _) = try await transaction.pipeline(
                IsBarred(agencyID: viewer.agencyID, phone: draft.phone), entry("lead.added", id, principal))
            let event = LeadCreated(
                leadID: LeadID(rawValue: id), source: "hand",
                canBeCalled: draft.phone != nil && isBarred.first != true, consent: draft.consent,
                isCallWanted: form.wantsCall)
            return (.kept, [try LeadEvents.event(about: id, viewer.agencyID, event)])
        }
    }

    /// - Parameters:
    ///   - version: of the lead as whoever edits it has seen it; nil when the wish is made of the lead as it is.
    ///   - wish: what is wanted of the lead as it is.
    /// - Throws: ``NotFound`` when the viewer has no such lead.
    func edit(
        _ id: UUID, _ principal: Principal, _ time: ViewerTime, basedOn version: Int? = nil,
        _ wish: @Sendable (Lead) -> LeadForm
    ) async throws -> Outcome {
        let viewer = principal.viewer
        do {
            return try await console.database.change(as: viewer) { transaction -> (Outcome, [OutgoingEvent]) in
                let (countries, leads) = try await transaction.pipeline(
                    FindDefaultCountry(agencyID: viewer.agencyID), LoadLead(id: id))
                guard let lead = leads.first else { throw NotFound() }
                guard version == nil || version == lead.version else { return (.stale(lead), []) }
                let form = wish(lead)
                let (checked, problems) = form.checked(
                    country: countries.first ?? "US", time: time, languages: console.languages,
                    known: LeadForm(lead, time))
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
                if let events = try await change(lead, to: draft, form, principal, time, in: transaction) {
                    return (.kept, events)
                }
                guard let now = try await transaction.execute(LoadLead(id: id)).first else { throw NotFound() }
                return (.stale(now), [])
            }
        } catch let error as PostgresError where error.sqlState == .uniqueViolation {
            return .known(.unseen)
        }
    }

    /// - Returns: nil when somebody else was faster.
    private func change(
        _ lead: Lead, to draft: LeadDraft, _ form: LeadForm, _ principal: Principal, _ time: ViewerTime,
        in transaction: PostgresTransaction
    ) async throws -> [OutgoingEvent]? {
        let viewer = principal.viewer
        let before = LeadForm(lead, time)
        let changesConsent =
            form.consent != before.consent || form.consentSource != before.consentSource
            || form.consentDate != before.consentDate
        let changing = ChangeLead(
            id: lead.id, version: lead.version, draft: draft, changesConsent: changesConsent,
            proof: try draft.proof(by: viewer, at: time.now))
        guard try await transaction.executeCounting(changing) == 1 else { return nil }
        let (isBarred, _) = try await transaction.pipeline(
            IsBarred(agencyID: viewer.agencyID, phone: draft.phone),
            entry("lead.edited", lead.id, principal, try form.changes(from: before)))
        let event = LeadUpdated(
            leadID: LeadID(rawValue: lead.id), source: "hand", isInquiry: form.wantsCall,
            canBeCalled: draft.phone != nil && isBarred.first != true,
            consent: changesConsent ? draft.consent : lead.consent)
        return [try LeadEvents.event(about: lead.id, viewer.agencyID, event)]
    }

    private func other(
        _ phone: String?, _ viewer: Viewer, in transaction: PostgresTransaction
    ) async throws -> LeadFormPage.Other {
        guard let phone else { return .unseen }
        let found = try await transaction.execute(
            FindLeadByPhone(agencyID: viewer.agencyID, phone: phone, except: nil))
        return found.first.map { .lead($0) } ?? .unseen
    }

    private func entry(
        _ action: String, _ id: UUID, _ principal: Principal, _ detail: JSONB = JSONB("{}")
    ) -> AddAuditEntry {
        principal.entry(action, subject: Self.subject(id), detail: detail)
    }
}

// MARK: Calls

extension LeadDesk {
    /// Has a lead called as soon as the calling rules allow.
    ///
    /// - Throws: ``NotFound`` when the viewer has no such lead.
    func call(
        _ id: UUID, by principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<PlaceCall.Reply> {
        let found = try await console.database.run(as: principal.viewer) { try await $0.execute(FindLead(id: id)) }
        guard !found.isEmpty else { throw NotFound() }
        return try await console.settle(PlaceCall(leadID: LeadID(rawValue: id)), by: principal, id: command) { reply in
            try AuditNote("lead.call_placed", Self.subject(id), ["retry_id": reply.retryID.description])
        }
    }

    /// - Throws: ``NotFound`` when the lead has no such call planned, or the viewer no such lead.
    func planned(_ retryID: UUID, of id: UUID, _ viewer: Viewer) async throws -> RetryID {
        let find = FindPlannedCall(id: retryID, leadID: id)
        let found = try await console.database.run(as: viewer) { try await $0.execute(find) }
        guard !found.isEmpty else { throw NotFound() }
        return RetryID(rawValue: retryID)
    }

    /// Changes a planned call.
    func change<Payload: CommandPayload>(
        _ payload: Payload, _ retryID: RetryID, of id: UUID, as action: String, by principal: Principal,
        _ command: CommandID = .new()
    ) async throws -> CommandOutcome<Payload.Reply> {
        try await console.settle(
            payload, by: principal, id: command,
            noting: try AuditNote(action, Self.subject(id), ["retry_id": retryID.description]))
    }

    fileprivate static func subject(_ id: UUID) -> (kind: String, id: String) { ("lead", id.uuidString.lowercased()) }
}

// MARK: The do-not-call list

extension LeadDesk {
    /// - Throws: ``NotFound`` when the viewer has no such lead; ``BadRequest`` when it has no number.
    func optOut(_ id: UUID, _ principal: Principal) async throws {
        let viewer = principal.viewer
        try await console.database.change(as: viewer) { transaction in
            guard let lead = try await transaction.execute(LoadLead(id: id)).first else { throw NotFound() }
            guard let phone = lead.phone else { throw BadRequest(.noNumberToOptOut) }
            _ = try await transaction.execute(entry("lead.opted_out", id, principal))
            let event = LeadOptedOut(leadID: LeadID(rawValue: id), phone: phone, source: "hand", callID: nil)
            return ((), [try LeadEvents.event(about: id, viewer.agencyID, event)])
        }
    }

    enum OptIn: Sendable {
        case undone
        /// The number is on no list, or not yet.
        case notNeeded
        /// Somebody said it themselves: that is theirs to take back.
        case theirs
    }

    func optIn(_ id: UUID, _ principal: Principal) async throws -> OptIn {
        let viewer = principal.viewer
        return try await console.database.change(as: viewer) { transaction -> (OptIn, [OutgoingEvent]) in
            guard let lead = try await transaction.execute(LoadLead(id: id)).first else { throw NotFound() }
            guard let phone = lead.phone, let barredBy = lead.barredBy else { return (.notNeeded, []) }
            guard barredBy == "hand" else { return (.theirs, []) }
            _ = try await transaction.execute(entry("lead.opted_in", id, principal))
            let event = LeadOptedIn(leadID: LeadID(rawValue: id), phone: phone, source: "hand")
            return (.undone, [try LeadEvents.event(about: id, viewer.agencyID, event)])
        }
    }
}

extension LeadDraft {
    /// Who says that there is an agreement, and when they said it.
    fileprivate func proof(by viewer: Viewer, at now: Date) throws -> JSONB? {
        guard consent != nil else { return nil }
        let entries = ["entered_by": viewer.name, "given": consentSource, "received_at": now.rfc3339].compactMapValues(
            \.self)
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
            (
                "consent",
                consent != before.consent || consentSource != before.consentSource || consentDate != before.consentDate
            ),
        ]
        return JSONB(bytes: try ContractJSON.encode(["changed": pairs.filter(\.1).map(\.0)]))
    }
}
