internal import Contracts
internal import Foundation

/// How the API shows what was posted to the agency.
enum WebhookResources {
    static let row = Resource<ListWebhookEvents.Row>(
        "WebhookSummary", "Something that was posted, without what was in it.", Self.fields { $0 })

    static let detail = Resource<ReadWebhookEvent.Row>(
        "Webhook", "Something that was posted, as it is kept.",
        Self.fields { $0.event } + [
            .init("provider_call_id", "Of the call, as the provider names it.") { $0.providerCallID },
            .init("headers", JSONSchema(nil, "Those that came with it, without secrets.", members: [], isOpen: true)) {
                .text($0.headers)
            },
            .init("body", "What was posted, without secrets; what is not UTF-8 is replaced.") {
                String(decoding: $0.body, as: UTF8.self)
            },
        ])

    private static func fields<Row: Sendable>(
        _ event: @escaping @Sendable (Row) -> ListWebhookEvents.Row
    ) -> [Resource<Row>.Field] {
        [
            .init("key", "For the address: the id with its time.") {
                let event = event($0)
                return Cursor(event.receivedAt, event.id).text
            },
            .init("id", "Of what was posted.") { event($0).id },
            .init("received_at", "When it came.") { event($0).receivedAt },
            .init("source", "Who posted it.") { event($0).source },
            .init("type", "What it says.") { event($0).type },
            .init("disposition", "What became of it.") { event($0).disposition },
            .init("call_id", "The call that it is about.") { event($0).callID },
        ]
    }

    static let replayed = Resource<ReplayWebhook.Reply>(
        "WebhookReplay", "What became of it this time.",
        [.init("disposition", "`applied`, or why nothing was changed.") { $0.disposition }])
}
