internal import Contracts
internal import FoundationEssentials

/// What a message of ours carries, and its provider's reports carry back: which notification it is, so that it is known even
/// when the answer to the request that sent it is not.
struct SentAlong: Sendable, Equatable {
    var notificationID: NotificationID
    /// Of the event that the notification is about.
    var eventTime: Date?

    /// The latest time that PostgreSQL and JSON write in the same way: the end of the year 9999, in milliseconds.
    private static let latest: Int64 = 253_402_300_799_999

    /// Nil without a notification's id.
    ///
    /// - Parameters:
    ///   - delivery: the id.
    ///   - time: milliseconds since 1970; one that is none is left out.
    init?(delivery: String?, at time: String?) {
        guard let id = delivery.flatMap({ NotificationID($0) }) else { return nil }
        notificationID = id
        eventTime = time.flatMap { Int64($0) }.flatMap { milliseconds in
            (0...Self.latest).contains(milliseconds)
                ? Date(timeIntervalSince1970: Double(milliseconds) / 1000) : nil
        }
    }
}
