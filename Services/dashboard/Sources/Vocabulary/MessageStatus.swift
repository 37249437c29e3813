/// How far we have come with a message, as `notifications.status` has it.
enum MessageStatus: String, Sendable, CaseIterable {
    /// Its turn comes when the channel before it has not reached the person.
    case standby
    case pending, sending, sent
    /// The provider does not take it at the moment.
    case parked
    case failed
    /// Whether it left is not known.
    case unknown
    case notSent = "not_sent"
}
