internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LeadWords
internal import Postgres

/// `/api/v1/owners` and `/api/v1/accounts`: who can sign in besides agents.
struct AccountOperations: Sendable {
    let console: Console
    let publicURL: String

    var all: [APIOperation] {
        [
            list, add, invite,
            setActive("activateOwner", "activate", "Let an owner sign in again", true),
            setActive("deactivateOwner", "deactivate", "Let an owner no longer sign in", false),
        ]
    }

    private var desk: TeamDesk {
        TeamDesk(console: console, links: AccountLinks(console: console, publicURL: publicURL))
    }

    private var list: APIOperation {
        APIOperation(
            "listOwners", .get, "/owners", tag: "Accounts", "Accounts of owners",
            content: .json(AccountResources.owner.page.schema)
        ) { call in
            let rows = try await console.database.run(as: call.viewer) { try await $0.execute(ListOwners()) }
            return .json(AccountResources.owner.page.json(APIPage(rows)))
        }
        .details("All on one page, at most 200.").forOwners()
    }

    private var add: APIOperation {
        APIOperation(
            "addOwner", .post, "/owners", tag: "Accounts", "Invite another owner",
            content: .json(AccountResources.invitation.schema)
        ) { call in
            let (name, email) = (call.text("name") ?? "", call.text("email") ?? "")
            var problems: [TeamProblem] = []
            if let problem = PersonName.problem(name) { problems.append(.init("name", TeamWords.name, problem)) }
            if !MailAddress.isPlausible(email) {
                problems.append(.init("email", TeamWords.email, TeamWords.emailIsNone))
            }
            guard problems.isEmpty else { throw APIProblem.invalid(problems) }
            let (id, invited) = try await TeamOperations.unlessTaken {
                try await desk.addAccount(name: name, email: email, agentID: nil, call.principal)
            }
            return .json(
                AccountResources.invitation.json(.init(accountID: id, invited: invited)), status: .created)
        }
        .details("They get a mail with a link with which they choose their password.")
        .body(
            JSONSchema(
                "NewOwner", "Somebody who is to see and change everything.",
                members: [
                    .required("name", JSONSchema(.string, "Theirs.", length: 1...120)),
                    .required("email", JSONSchema(.string, "With which they sign in.", length: 1...254)),
                ])
        )
        .status(.created).problems(.conflict).forOwners()
    }

    private var invite: APIOperation {
        APIOperation(
            "inviteAgain", .post, "/accounts/{id}/invite", tag: "Accounts", "Send an invitation again",
            content: .json(AccountResources.invitation.schema)
        ) { call in
            let id = try call.id()
            let invited = try await desk.inviteAgain(id, call.principal)
            return .json(AccountResources.invitation.json(.init(accountID: id, invited: invited)))
        }
        .details("Of an owner or an agent who has no password yet. Links from before work no longer.").forOwners()
    }

    private func setActive(_ id: String, _ name: String, _ summary: String, _ isActive: Bool) -> APIOperation {
        APIOperation(id, .post, "/accounts/{id}/\(name)", tag: "Accounts", summary, content: .none) { call in
            guard try await desk.setActive(isActive, ownersAccount: try call.id(), by: call.principal) else {
                throw APIProblem(.conflict, .refused, Words(language: .english)(TeamWords.lastOwner))
            }
            return Response(status: .noContent)
        }
        .details(
            isActive
                ? "Their tokens from before do not work again."
                : "They are signed out everywhere, and their tokens no longer work. Nobody turns off their own account, nor the last one."
        )
        .status(.noContent).problems(.conflict).forOwners()
    }
}
