internal import Foundation

/// How the API shows messages between the services that were given up.
enum DeadLetterResources {
    struct List: Sendable {
        var letters: [DeadLetter]
        var areMore: Bool
    }

    private static let letter = Resource<DeadLetter>(
        "DeadLetter", "A message that a service could not deal with, however often it tried.",
        [
            .init("id", "Of the message; with `queue` it tells it apart.") { $0.id },
            .init("queue", "Where it came from, and goes back to.") { $0.queue },
            .init("service", "Which could not deal with it.") { $0.service },
            .init("type", "Of the event.") { $0.type },
            .init("subject", "What the event is about.") { $0.subject },
            .init("time", "When it happened.") { $0.time },
            .init("reason", "Why it was given up.") { $0.reason },
            .init("attempts", "How often it was tried.") { $0.attempts },
        ])

    static let list = Resource<List>(
        "DeadLetterList", "The first of them: the broker has no pages. Dealing with these shows further ones.",
        [
            .init("data", "Oldest first.", each: letter) { $0.letters },
            .init("has_more", "Whether there may be more behind those that were looked at.") { $0.areMore },
        ])

    static let one = JSONSchema(
        "DeadLetterChoice", "Which one.",
        members: [
            .required("id", JSONSchema(.string, "Of the message.", length: 1...255)),
            .required(
                "queue", JSONSchema(.string, "Where it came from.", choices: DeadLetter.workQueues.sorted())),
        ])
}
