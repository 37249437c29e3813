internal import Foundation
internal import Postgres

/// What lets leads and calls come in: tokens for lead forms, and what is the agency's at Vapi.
struct LeadSourceDesk: Sendable {
    let console: Console

    /// - Parameter form: one without a problem.
    /// - Returns: the token, which nobody sees again; nil when it had been made already.
    func makeToken(_ form: LeadTokenForm, by principal: Principal) async throws -> SecretToken? {
        let token = SecretToken()
        let add = AddLeadToken(
            id: form.id, agencyID: principal.viewer.agencyID, hash: token.hash, label: form.label,
            consent: form.consent.orNil)
        return try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.execute(add).first != nil else { return nil }
            _ = try await transaction.execute(
                principal.entry(
                    "lead_token.created", subject: ("lead_token", add.id.uuidString.lowercased()),
                    detail: try AuditDetail(["label": add.label]).jsonb))
            return token
        }
    }

    /// - Throws: ``NotFound`` when there is none that works.
    func revokeToken(_ id: UUID, by principal: Principal) async throws {
        try await console.database.run(as: principal.viewer) { transaction in
            guard let label = try await transaction.execute(RevokeLeadToken(id: id)).first else { throw NotFound() }
            _ = try await transaction.execute(
                principal.entry(
                    "lead_token.revoked", subject: ("lead_token", id.uuidString.lowercased()),
                    detail: try AuditDetail(["label": label]).jsonb))
        }
    }

    /// - Parameter form: one without a problem.
    /// - Returns: why it cannot be; nil when it is the agency's now.
    func add(_ form: VapiResourceForm, by principal: Principal) async throws -> Phrase? {
        let add = AddVapiResource(
            id: form.id, agencyID: principal.viewer.agencyID, kind: form.kind, label: form.label.orNil)
        return try await console.database.run(as: principal.viewer) { transaction in
            guard try await transaction.execute(IsOthersVapiResource(id: add.id)).first == false else {
                return .vapiTaken
            }
            guard try await transaction.execute(add).first != nil else {
                let has = HasVapiResource(id: add.id, agencyID: add.agencyID)
                return try await transaction.execute(has).first == true ? .vapiIsYours : .vapiTaken
            }
            _ = try await transaction.execute(
                principal.entry(
                    "vapi_resource.added", subject: ("vapi_resource", add.id),
                    detail: try AuditDetail(["kind": add.kind, "label": add.label ?? ""]).jsonb))
            return nil
        }
    }

    /// - Throws: ``NotFound`` when it is not on the agency's list.
    func removeResource(_ id: String, by principal: Principal) async throws {
        let remove = RemoveVapiResource(id: id, agencyID: principal.viewer.agencyID)
        try await console.database.run(as: principal.viewer) { transaction in
            guard let removed = try await transaction.execute(remove).first else { throw NotFound() }
            _ = try await transaction.execute(
                principal.entry(
                    "vapi_resource.removed", subject: ("vapi_resource", id),
                    detail: try AuditDetail(["kind": removed.kind, "label": removed.label ?? ""]).jsonb))
        }
    }

    /// - Parameter label: at most 80 characters; nil: none.
    /// - Throws: ``NotFound`` when it is not the agency's.
    func label(_ id: String, _ label: String?, by principal: Principal) async throws {
        try await console.database.run(as: principal.viewer) { transaction in
            let rename = LabelVapiResource(id: id, label: label)
            guard try await transaction.execute(rename).first != nil else { throw NotFound() }
            _ = try await transaction.execute(
                principal.entry(
                    "vapi_resource.labelled", subject: ("vapi_resource", id),
                    detail: try AuditDetail(["label": label ?? ""]).jsonb))
        }
    }
}
