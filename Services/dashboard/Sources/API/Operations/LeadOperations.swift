internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/leads`.
struct LeadOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list, show, add, change, optOut, optIn, place] }

    private var list: APIOperation {
        APIOperation(
            "listLeads", .get, "/leads", tag: "Leads", "Leads, newest first",
            content: .json(LeadResources.row.page.schema)
        ) { call in
            let conditions = LeadConditions(filter: try LeadFilter(call.query))
            let (after, limit) = (try call.cursor(), call.limit)
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(ListLeads(conditions: conditions, after: after, limit: limit + 1))
            }
            return .json(
                LeadResources.row.page.json(APIPage(rows, limit: limit) { Cursor($0.createdAt, $0.id) }))
        }
        .query(
            [
                APIParameter(
                    "q", JSONSchema(.string, "A piece of a name, a number or an address.", length: 0...200)),
                APIParameter(
                    "state",
                    JSONSchema(.string, "Whether they may be called.", choices: LeadReach.allCases.map(\.rawValue))),
                APIParameter("agent", JSONSchema(.string, "An agent's id, or `nobody`.", length: 1...36)),
                APIParameter("language", JSONSchema(.string, "Such as `es`.", length: 2...8)),
                APIParameter("source", JSONSchema(.string, "Where they came from.", length: 1...200)),
            ] + APIParameter.pages)
    }

    private var show: APIOperation {
        APIOperation(
            "getLead", .get, "/leads/{id}", tag: "Leads", "A lead", content: .json(LeadResources.detail.schema)
        ) { call in .json(try await read(try call.id(), call.viewer)) }
    }

    private var add: APIOperation {
        APIOperation(
            "addLead", .post, "/leads", tag: "Leads", "Add a lead", content: .json(LeadResources.detail.schema)
        ) { call in
            let id = try await IdempotencyKey.command(of: call, console).rawValue
            if let known = try await added(before: id, call) { return known }
            var form = LeadForm()
            form.apply(call)
            let outcome = try await LeadDesk(console: console).add(form, as: id, call.principal, call.time)
            try Self.check(outcome)
            return Self.added(try await read(id, call.viewer), id)
        }
        .body(LeadResources.new).headers([.idempotencyKey]).status(.created).problems(.conflict)
    }

    /// What the same request was answered with, when it has come before: the lead as it is now.
    private func added(before id: UUID, _ call: APICall) async throws -> Response? {
        guard IdempotencyKey.isGiven(in: call), let lead = try await find(id, call.viewer) else { return nil }
        return Self.added(LeadResources.detail.json(lead), id)
    }

    private static func added(_ lead: JSONValue, _ id: UUID) -> Response {
        .json(
            lead, status: .created,
            headers: [.location: "\(APITable.root)/leads/\(id.uuidString.lowercased())"])
    }

    private var change: APIOperation {
        APIOperation(
            "changeLead", .patch, "/leads/{id}", tag: "Leads", "Change a lead",
            content: .json(LeadResources.detail.schema)
        ) { call in
            let (id, time) = (try call.id(), call.time)
            let outcome = try await LeadDesk(console: console).edit(id, call.principal, time) { lead in
                var form = LeadForm(lead, time)
                form.apply(call)
                return form
            }
            try Self.check(outcome)
            return .json(try await read(id, call.viewer))
        }
        .body(LeadResources.change).problems(.conflict)
    }

    private var optOut: APIOperation {
        APIOperation(
            "optLeadOut", .post, "/leads/{id}/opt-out", tag: "Leads", "Note that a lead must not be called",
            content: .none
        ) { call in
            do {
                try await LeadDesk(console: console).optOut(try call.id(), call.principal)
            } catch let error as BadRequest {
                throw APIProblem(.unprocessableContent, .refused, Words(language: .english)(error.phrase))
            }
            return Response(status: .accepted)
        }
        .details("It is known everywhere within seconds.").status(.accepted).problems(.unprocessableContent)
    }

    private var optIn: APIOperation {
        APIOperation(
            "optLeadIn", .post, "/leads/{id}/opt-in", tag: "Leads", "Take back that a lead must not be called",
            content: .none
        ) { call in
            if case .theirs = try await LeadDesk(console: console).optIn(try call.id(), call.principal) {
                throw APIProblem(.conflict, .refused, Words(language: .english)(.onlyTheyUndo))
            }
            return Response(status: .accepted)
        }
        .details("What the lead said themselves is theirs to take back.").status(.accepted).problems(.conflict)
    }

    private var place: APIOperation {
        APIOperation(
            "callLead", .post, "/leads/{id}/call", tag: "Leads", "Call a lead",
            content: .json(CallResources.placed.schema)
        ) { call in
            let command = try await IdempotencyKey.command(of: call, console)
            let desk = LeadDesk(console: console)
            let planned = try await desk.call(try call.id(), by: call.principal, command).reply
            return .json(CallResources.placed.json(planned), status: .accepted)
        }
        .details("As soon as the calling rules allow.")
        .headers([.idempotencyKey]).status(.accepted).problems(.unprocessableContent)
    }

    /// - Throws: ``NotFound`` when it is not the viewer's.
    private func read(_ id: UUID, _ viewer: Viewer) async throws -> JSONValue {
        guard let lead = try await find(id, viewer) else { throw NotFound() }
        return LeadResources.detail.json(lead)
    }

    private func find(_ id: UUID, _ viewer: Viewer) async throws -> Lead? {
        try await console.database.run(as: viewer) { try await $0.execute(LoadLead(id: id)).first }
    }

    /// - Throws: ``APIProblem`` for what was not kept.
    private static func check(_ outcome: LeadDesk.Outcome) throws {
        switch outcome {
        case .kept: return
        case .wrong(let problems):
            let words = Words(language: .english)
            let parts = problems.map { BodyProblem(pointer: "#/\($0.key.memberName)", detail: words($0.value)) }
            throw APIProblem.invalid(parts.sorted { $0.pointer < $1.pointer })
        case .known(.lead(let id)):
            throw APIProblem(
                .conflict, .alreadyExists, "Lead \(id.uuidString.lowercased()) has this number.",
                headers: [.location: "\(APITable.root)/leads/\(id.uuidString.lowercased())"])
        case .stale:
            throw APIProblem(.conflict, .refused, Words(language: .english)(.changedMeanwhile))
        case .known(.unseen):
            throw APIProblem(.conflict, .alreadyExists, "Another lead has this number.")
        }
    }
}

extension LeadForm {
    /// A merge patch (RFC 7396): what is left out stays, what is null is emptied.
    mutating func apply(_ call: APICall) {
        for field in Field.allCases where call.has(field.memberName) {
            let value = call.text(field.memberName) ?? ""
            switch field {
            case .name: name = value.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            case .phone: (phone, keepsPhone) = (value, false)
            case .email: email = value
            case .postcode: postcode = value
            case .country: country = value
            case .language: language = value
            case .zone: zone = value
            case .notes: notes = value.replacing("\r\n", with: "\n")
            case .consent: consent = value
            case .consentSource: consentSource = value
            case .consentDate: consentDate = value
            }
        }
        wantsCall = call.flag("call") ?? false
    }
}

extension LeadForm.Field {
    /// As the API calls it.
    var memberName: String {
        switch self {
        case .zone: "time_zone"
        case .consentSource: "consent_source"
        case .consentDate: "consent_date"
        default: rawValue
        }
    }
}
