internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/troubled-messages` and `/api/v1/barred-addresses`; for owners.
struct MessageOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [troubled, barred, allow].map { $0.forOwners() } }

    private var troubled: APIOperation {
        APIOperation(
            "listTroubledMessages", .get, "/troubled-messages", tag: "Operations",
            "Messages of the last 90 days that have not reached anybody, or not yet, latest first",
            content: .json(MessageResources.troubled.page.schema)
        ) { call in
            let (after, limit) = (try call.cursor(), call.limit)
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(
                    ListTroubledMessages(agencyID: call.viewer.agencyID, after: after, limit: limit + 1))
            }
            let page = APIPage(rows, limit: limit) { Cursor($0.time, $0.id) }
            return .json(MessageResources.troubled.page.json(page))
        }
        .query(APIParameter.pages)
    }

    private var barred: APIOperation {
        APIOperation(
            "listBarredAddresses", .get, "/barred-addresses", tag: "Operations",
            "Addresses that get no messages, latest first", content: .json(MessageResources.barred.page.schema)
        ) { call in
            let rows = try await console.database.run(as: call.viewer) { transaction in
                try await transaction.execute(ListSuppressions(agencyID: call.viewer.agencyID))
            }
            return .json(MessageResources.barred.page.json(APIPage(rows)))
        }
        .details("All on one page, at most 200.")
    }

    private var allow: APIOperation {
        APIOperation(
            "allowAddress", .post, "/barred-addresses/allow", tag: "Operations", "Let an address have messages again",
            content: .json(MessageResources.allowed.schema)
        ) { call in
            guard let channel = call.text("channel").flatMap({ NotificationChannel(rawValue: $0) }),
                let address = call.text("address"), !address.isEmpty
            else { throw APIProblem.invalid("address", "is missing") }
            let command = try await IdempotencyKey.command(of: call, console)
            let outcome = try await AddressDesk(console: console).allow(address, by: channel, call.principal, command)
            return .json(MessageResources.allowed.json(try outcome.reply))
        }
        .details("Once the reason is mended: what a provider refuses again is barred again.")
        .body(MessageResources.allow).headers([.idempotencyKey])
    }
}
