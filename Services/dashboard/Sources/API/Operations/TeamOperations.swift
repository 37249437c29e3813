internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LeadWords
internal import Postgres

/// `/api/v1/agents`: who belongs to the team, and which calls they get. `/api/v1/agents/{id}/…` about time is elsewhere.
struct TeamOperations: Sendable {
    let console: Console
    let publicURL: String

    var all: [APIOperation] { [add, change, setCallRules, setAvailability, giveAccount] }

    private var desk: TeamDesk {
        TeamDesk(console: console, links: AccountLinks(console: console, publicURL: publicURL))
    }

    private var add: APIOperation {
        APIOperation(
            "addAgent", .post, "/agents", tag: "Agents", "Add somebody to the team, and invite them",
            content: .json(AgentResources.added.schema)
        ) { call in
            let country = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(FindDefaultCountry(agencyID: call.viewer.agencyID)).first
            }
            var form = AgentFactsForm()
            form.apply(call)
            let problems = form.problems(country: country ?? "US")
            guard problems.isEmpty else { throw APIProblem.invalid(problems, names: AgentFactsForm.memberNames) }
            let (id, invited) = try await Self.unlessTaken {
                let number = try form.number(country: country ?? "US")
                return try await desk.add(form, number: number, weight: call.int("weight") ?? 1, call.principal)
            }
            let agent = try await AgentOperations.find(id, call.viewer, console)
            return .json(
                AgentResources.added.json(.init(agent: agent, invited: invited)), status: .created,
                headers: [.location: "\(APITable.root)/agents/\(id)"])
        }
        .details("They get a mail with a link with which they choose their password.")
        .body(
            JSONSchema(
                "NewAgent", "Somebody new.",
                members: [
                    .required("name", Self.name), .required("email", Self.email),
                    .optional("weight", JSONSchema(.integer, "How large their share of calls is.", range: 0...100)),
                ] + Self.optionalFacts)
        )
        .status(.created).problems(.conflict).forOwners()
    }

    private var change: APIOperation {
        APIOperation(
            "changeAgent", .patch, "/agents/{id}", tag: "Agents", "Change who somebody is",
            content: .json(AgentResources.detail.schema)
        ) { call in
            let id = try call.agentID()
            try await Self.unlessTaken {
                try await AgentDesk(console: console).saveFacts(of: id, by: call.principal) { agent in
                    let known = AgentFactsForm(agent)
                    var form = known
                    form.apply(call)
                    let problems = form.problems(country: agent.country, known: known)
                    guard problems.isEmpty else {
                        throw APIProblem.invalid(problems, names: AgentFactsForm.memberNames)
                    }
                    return form
                }
            }
            return .json(try await AgentOperations.read(id, call.viewer, console))
        }
        .details("The address with which they sign in goes with it, where it was the same.")
        .body(
            JSONSchema(
                "AgentChange", "What is to be another (RFC 7396): what is left out stays, what is null is emptied.",
                members: [.optional("name", Self.name), .optional("email", Self.email)] + Self.optionalFacts)
        )
        .problems(.conflict).forOwners()
    }

    private static let name = JSONSchema(.string, "Theirs.", length: 1...120)
    private static let email = JSONSchema(
        .string, "Where they are written to, and with what they sign in.", length: 1...254)

    private static let optionalFacts: [JSONSchema.Member] = [
        .optional(
            "phone",
            JSONSchema(.string, "With its country, or as it is dialled within the agency's.", length: 0...100).orNull),
        .optional(
            "message_language",
            JSONSchema(.string, "In which they are written to (BCP 47); null: the agency's.", length: 0...35).orNull),
        .optional(
            "time_zone",
            JSONSchema(.string, "By whose clock they work (IANA); null: the agency's.", length: 0...64).orNull),
        .optional(
            "languages",
            JSONSchema(
                .array, "Those that they speak (BCP 47); none, or null: any.", length: 0...40,
                items: JSONSchema(.string, length: 1...35)
            ).orNull),
    ]

    private var setCallRules: APIOperation {
        APIOperation(
            "setAgentCallRules", .put, "/agents/{id}/call-rules", tag: "Agents", "Say which calls somebody gets",
            content: .json(AgentResources.detail.schema)
        ) { call in
            let id = try call.agentID()
            var form = AgentCallsForm()
            form.territories = call.texts("territories").joined(separator: "\n")
            form.weight = call.int("weight").map { "\($0)" } ?? ""
            form.callsPerDay = call.int("calls_per_day").map { "\($0)" } ?? ""
            let problems = form.problems
            guard let weight = form.weightNumber, problems.isEmpty else { throw APIProblem.invalid(problems) }
            try await AgentDesk(console: console).save(form, weight: weight, of: id, by: call.principal)
            return .json(try await AgentOperations.read(id, call.viewer, console))
        }
        .details("All of it is replaced.")
        .body(
            JSONSchema(
                "AgentCallRules", "Which calls somebody gets.",
                members: [
                    .required(
                        "territories",
                        JSONSchema(
                            .array, "Such as `DE 101*`: a country, and the beginning of a postcode; none: everywhere.",
                            length: 0...AgentCallsForm.mostPatterns, items: JSONSchema(.string, length: 1...60))),
                    .required("weight", JSONSchema(.integer, "How large their share is; 0: none.", range: 0...100)),
                    .required(
                        "calls_per_day", JSONSchema(.integer, "At most; null: no limit.", range: 0...10_000).orNull),
                ])
        )
        .forOwners()
    }

    private var setAvailability: APIOperation {
        APIOperation(
            "setAgentAvailability", .put, "/agents/{id}/availability", tag: "Agents",
            "Say whether somebody takes calls now", content: .json(AgentResources.detail.schema)
        ) { call in
            let id = try call.agentID()
            let wanted = call.flag("is_available") == true ? "available" : "away"
            try await AgentDesk(console: console).setAvailability(wanted, of: id, by: call.principal)
            return .json(try await AgentOperations.read(id, call.viewer, console))
        }
        .details("An owner of anybody, an agent of themselves.")
        .body(
            JSONSchema(
                "AvailabilitySwitch", "Whether they take calls.",
                members: [.required("is_available", JSONSchema(.boolean, "False: they get none for now."))]))
    }

    private var giveAccount: APIOperation {
        APIOperation(
            "giveAgentAccount", .post, "/agents/{id}/account", tag: "Agents",
            "Let somebody sign in who could not, and invite them", content: .json(AccountResources.invitation.schema)
        ) { call in
            let known = try await AgentOperations.find(call.agentID(), call.viewer, console)
            let words = Words(language: .english)
            guard known.account == nil else {
                throw APIProblem(.conflict, .alreadyExists, "They have an account already.")
            }
            guard known.agent.isActive else { throw APIProblem(.conflict, .refused, "They have left the team.") }
            guard let email = known.agent.email, MailAddress.isPlausible(email) else {
                throw APIProblem(.conflict, .refused, words(TeamWords.emailIsNone))
            }
            let (id, invited) = try await Self.unlessTaken {
                try await desk.addAccount(
                    name: known.agent.name, email: email, agentID: known.agent.id, call.principal)
            }
            return .json(
                AccountResources.invitation.json(.init(accountID: id, invited: invited)), status: .created)
        }
        .status(.created).problems(.conflict).forOwners()
    }

    /// - Throws: ``APIProblem`` with 409 when somebody else signs in with the address.
    static func unlessTaken<Result>(_ body: () async throws -> Result) async throws -> Result {
        do {
            return try await body()
        } catch SQLState.uniqueViolation {
            throw APIProblem.known(TeamWords.emailIsTaken)
        }
    }
}

extension AgentFactsForm {
    /// Fields that the API calls something else.
    static let memberNames = ["language": "message_language", "spoken": "languages"]

    /// A merge patch (RFC 7396): what is left out stays, what is null is emptied.
    mutating func apply(_ call: APICall) {
        func given(_ member: String, _ known: String) -> String {
            call.has(member) ? call.text(member) ?? "" : known
        }
        name = given("name", name)
        email = given("email", email)
        phone = given("phone", phone)
        language = given("message_language", language)
        timeZone = given("time_zone", timeZone)
        if call.has("languages") { spoken = Set(call.texts("languages")) }
    }
}
