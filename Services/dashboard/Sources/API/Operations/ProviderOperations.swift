internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// `/api/v1/providers`; for owners.
struct ProviderOperations: Sendable {
    let desk: ProviderDesk

    var all: [APIOperation] { [health] }

    private var health: APIOperation {
        APIOperation(
            "getProviderHealth", .get, "/providers", tag: "Operations",
            "Who takes what we send, and what waits between the services",
            content: .json(ProviderResources.health.schema)
        ) { call in .json(ProviderResources.health.json(try await desk.health(call.viewer))) }
        .forOwners()
    }
}
