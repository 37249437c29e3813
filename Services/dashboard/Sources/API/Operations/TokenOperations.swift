internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/account/tokens`: those of one's own account.
struct TokenOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list, revoke] }

    private static let token = Resource<ListAPITokens.Token>(
        "Token", "A token of the account's own.",
        [
            .init("id", "Of the token.") { $0.id },
            .init("label", "What it is for.") { $0.label },
            .init("created_at", "When it was made.") { $0.createdAt },
            .init("expires_at", "Until when it works; null: until it is revoked.") { $0.expiresAt },
            .init("used_at", "When it was last used.") { $0.usedAt },
        ])

    private var list: APIOperation {
        APIOperation(
            "listTokens", .get, "/account/tokens", tag: "Account", "The account's own tokens",
            content: .json(Self.token.page.schema)
        ) { call in
            let rows = try await console.database.run(as: call.viewer) { try await $0.execute(ListAPITokens()) }
            return .json(Self.token.page.json(APIPage(rows)))
        }
        .details(
            "All on one page, at most 100. Tokens are made on the account's page alone. An owner's token can do what its owner may, which includes inviting people: end one that got into wrong hands, and look at the accounts."
        )
    }

    private var revoke: APIOperation {
        APIOperation(
            "revokeToken", .delete, "/account/tokens/{id}", tag: "Account", "End one of the account's own tokens",
            content: .none
        ) { call in
            try await console.revokeAPIToken(call.id(), by: call.principal)
            return Response(status: .noContent)
        }
        .details("Also the one that this is asked with: it does not work any more then.").status(.noContent)
    }
}
