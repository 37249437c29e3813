internal import Foundation

/// How the API shows who takes what we send, and what waits in the broker.
enum ProviderResources {
    static let health = Resource<ProviderDesk.Health>(
        "ProviderHealth", "Who takes what we send, and what waits between the services.",
        [
            .init("dialling", "Whether calls can be made.", each: dialling) { $0.accounts },
            .init("messages", "Whether mails and texts are taken; all agencies share these limits.", each: messages) {
                $0.limits
            },
            .init(
                "queues",
                JSONSchema(.array, "Null: the broker does not answer.", items: queue.schema).orNull
            ) { health in health.queues.map { .array($0.map { queue.json($0) }) } ?? .null },
        ])

    private static let dialling = Resource<ListDialAccounts.Row>(
        "DiallingHealth", "How dialling goes.",
        [
            .init("account", "By which it is done.") { $0.account },
            .init(
                "breaker", "`open`: no calls are made until later. `half_open`: one is tried.",
                oneOf: ["closed", "open", "half_open"]
            ) { $0.breaker },
            .init("reason", "Why none are made.") { $0.reason },
            .init("retry_at", "When one is tried.") { $0.retryAt },
            .init("paused_until", "Until when the provider takes none.") { $0.pausedUntil },
            .init("pause_reason", "Why.") { $0.pauseReason },
            .init("lines", "How many calls may be under way at a time.") { $0.lines },
            .init("updated_at", "Since when this is so.") { $0.updatedAt },
        ])

    private static let messages = Resource<ListProviderLimits.Row>(
        "MessagingHealth", "Whether a provider takes messages.",
        [
            .init("account", "Such as `resend`, or `twilio/sms`.") { $0.account },
            .init("closed_until", "Until when it takes none; null: it takes them.") { $0.closedUntil },
            .init("reason", "Why.") { $0.reason },
            .init("updated_at", "Since when this is so.") { $0.updatedAt },
        ])

    private static let queue = Resource<ProviderDesk.Queue>(
        "ServiceQueue", "What waits for a service, of all agencies.",
        [
            .init("service", "Its name.") { $0.service },
            .init("events", "How many wait.") { $0.events },
            .init("commands", "How many wait; null: it takes none.") { $0.commands },
            .init("workers", "How many take them; 0: nobody does.") { $0.workers },
        ])
}
