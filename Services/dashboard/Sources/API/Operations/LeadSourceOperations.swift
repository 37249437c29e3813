internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/settings/lead-tokens` and `/api/v1/settings/vapi-resources`; for owners.
struct LeadSourceOperations: Sendable {
    let console: Console
    let webhooksURL: String

    var all: [APIOperation] {
        [listTokens, makeToken, revokeToken, listResources, addResource, labelResource, removeResource]
    }

    private var desk: LeadSourceDesk { LeadSourceDesk(console: console) }

    // MARK: Tokens for lead forms

    private var listTokens: APIOperation {
        APIOperation(
            "listLeadTokens", .get, "/settings/lead-tokens", tag: "Settings", "Tokens with which lead forms send leads",
            content: .json(LeadSourceResources.token.page.schema)
        ) { call in
            let list = ListLeadTokens(agencyID: call.viewer.agencyID)
            let rows = try await console.database.run(as: call.viewer) { try await $0.execute(list) }
            return .json(LeadSourceResources.token.page.json(APIPage(rows)))
        }
        .details("All on one page, at most 200.").forOwners()
    }

    private var makeToken: APIOperation {
        APIOperation(
            "makeLeadToken", .post, "/settings/lead-tokens", tag: "Settings", "Make a token for a lead form",
            content: .json(LeadSourceResources.made.schema)
        ) { call in
            var form = LeadTokenForm()
            (form.label, form.consent) = (call.text("label") ?? "", call.text("consent") ?? "")
            var check = FormCheck(words: Words(language: .english))
            form.check(&check)
            guard check.isFine else {
                throw APIProblem.invalid(check, names: ["token_label": "label", "token_consent": "consent"])
            }
            form.id = try await IdempotencyKey.command(of: call, console).rawValue
            guard let token = try await desk.makeToken(form, by: call.principal) else {
                throw APIProblem.known(.leadTokenMadeBefore)
            }
            let url = "\(webhooksURL)/api/webhooks/inbound/\(call.viewer.agencyID.description)"
            return .json(
                LeadSourceResources.made.json(.init(id: form.id, token: token.text, url: url)), status: .created,
                headers: [.cacheControl: "no-store"])
        }
        .details("The token is in this answer and in no other: the same request again is refused, and makes none.")
        .body(
            JSONSchema(
                "NewLeadToken", "A token to be made.",
                members: [
                    .required("label", JSONSchema(.string, "What it is for.", length: 1...80)),
                    .optional(
                        "consent",
                        JSONSchema(
                            .string, "What everybody who comes with it has agreed to; null: what each form says.",
                            choices: LeadSourceResources.consents
                        ).orNull),
                ])
        )
        .headers([.idempotencyKey]).status(.created).problems(.conflict).forOwners()
    }

    private var revokeToken: APIOperation {
        APIOperation(
            "revokeLeadToken", .delete, "/settings/lead-tokens/{id}", tag: "Settings", "End a lead form's token",
            content: .none
        ) { call in
            try await desk.revokeToken(call.id(), by: call.principal)
            return Response(status: .noContent)
        }
        .status(.noContent).forOwners()
    }

    // MARK: Vapi

    private var listResources: APIOperation {
        APIOperation(
            "listVapiResources", .get, "/settings/vapi-resources", tag: "Settings",
            "Numbers and assistants at Vapi that are the agency's",
            content: .json(LeadSourceResources.vapi.page.schema)
        ) { call in .json(LeadSourceResources.vapi.page.json(APIPage(try await resources(call.viewer)))) }
        .details("All on one page, at most 500.").forOwners()
    }

    private func resources(_ viewer: Viewer) async throws -> [ListVapiResources.Row] {
        let list = ListVapiResources(agencyID: viewer.agencyID)
        return try await console.database.run(as: viewer) { try await $0.execute(list) }
    }

    private func shown(_ id: String, _ viewer: Viewer) async throws -> JSONValue {
        guard let row = try await resources(viewer).first(where: { $0.id == id }) else { throw NotFound() }
        return LeadSourceResources.vapi.json(row)
    }

    private static let label = JSONSchema(.string, "What it is called here.", length: 0...80).orNull
    private static let vapiID = JSONSchema(.string, length: 8...100)

    private var addResource: APIOperation {
        APIOperation(
            "addVapiResource", .post, "/settings/vapi-resources", tag: "Settings",
            "Say that a number or an assistant at Vapi is the agency's",
            content: .json(LeadSourceResources.vapi.schema)
        ) { call in
            var form = VapiResourceForm()
            (form.id, form.kind) = (call.text("id") ?? "", call.text("kind") ?? "")
            form.label = call.text("label") ?? ""
            var check = FormCheck(words: Words(language: .english))
            form.check(&check)
            guard check.isFine else {
                throw APIProblem.invalid(
                    check, names: ["vapi_id": "id", "vapi_kind": "kind", "vapi_label": "label"])
            }
            if let problem = try await desk.add(form, by: call.principal) { throw APIProblem.known(problem) }
            return .json(try await shown(form.id, call.viewer), status: .created)
        }
        .body(
            JSONSchema(
                "NewVapiResource", "Something at Vapi.",
                members: [
                    .required("id", JSONSchema(.string, "At Vapi.", length: 8...100)),
                    .required("kind", JSONSchema(.string, "What it is.", choices: LeadSourceResources.kinds)),
                    .optional("label", Self.label),
                ])
        )
        .status(.created).problems(.conflict).forOwners()
    }

    private var labelResource: APIOperation {
        APIOperation(
            "labelVapiResource", .patch, "/settings/vapi-resources/{vapi}", tag: "Settings",
            "Call a number or an assistant something else", content: .json(LeadSourceResources.vapi.schema)
        ) { call in
            let id = try call.word("vapi")
            try await desk.label(id, call.text("label")?.orNil, by: call.principal)
            return .json(try await shown(id, call.viewer))
        }
        .path("vapi", Self.vapiID)
        .body(
            JSONSchema("VapiResourceChange", "What is to be another.", members: [.required("label", Self.label)])
        )
        .forOwners()
    }

    private var removeResource: APIOperation {
        APIOperation(
            "removeVapiResource", .delete, "/settings/vapi-resources/{vapi}", tag: "Settings",
            "Take a number or an assistant off the list", content: .none
        ) { call in
            try await desk.removeResource(call.word("vapi"), by: call.principal)
            return Response(status: .noContent)
        }
        .details("Calls that came by it stay.").path("vapi", Self.vapiID).status(.noContent).forOwners()
    }
}
