internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/webhooks`: what was posted, and taking it in again; for owners.
struct WebhookOperations: Sendable {
    let console: Console

    private var desk: WebhookDesk { WebhookDesk(console: console) }

    var all: [APIOperation] { [list, show, replay].map { $0.forOwners() } }

    private static let key = JSONSchema(.string, "Of what was posted, as the list has it.", length: 1...100)

    private var list: APIOperation {
        APIOperation(
            "listWebhooks", .get, "/webhooks", tag: "Operations",
            "What providers and forms have posted in the last 90 days, latest first",
            content: .json(WebhookResources.row.page.schema)
        ) { call in
            let (after, limit) = (try call.cursor(), call.limit)
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(
                    ListWebhookEvents(agencyID: call.viewer.agencyID, after: after, limit: limit + 1))
            }
            let page = APIPage(rows, limit: limit) { Cursor($0.receivedAt, $0.id) }
            return .json(WebhookResources.row.page.json(page))
        }
        .query(APIParameter.pages)
    }

    private var show: APIOperation {
        APIOperation(
            "getWebhook", .get, "/webhooks/{key}", tag: "Operations", "One of them with what was in it",
            content: .json(WebhookResources.detail.schema)
        ) { call in
            .json(WebhookResources.detail.json(try await desk.find(call.parameters.get("key"), call.viewer)))
        }
        .path("key", Self.key)
    }

    private var replay: APIOperation {
        APIOperation(
            "replayWebhook", .post, "/webhooks/{key}/replay", tag: "Operations", "Take it in again",
            content: .json(WebhookResources.replayed.schema)
        ) { call in
            let row = try await desk.find(call.parameters.get("key"), call.viewer)
            let command = try await IdempotencyKey.command(of: call, console)
            let reply = try await desk.replay(row.event, by: call.principal, command).reply
            return .json(WebhookResources.replayed.json(reply))
        }
        .details("Of what Vapi said about calls. What was taken in before is not done or told twice.")
        .path("key", Self.key).headers([.idempotencyKey]).problems(.unprocessableContent)
    }
}
