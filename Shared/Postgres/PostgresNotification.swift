/// What a ``PostgresListener`` hears.
package enum PostgresNotification: Sendable, Hashable {
    /// The listener has just begun to listen, for the first time or again after the connection broke, or could not keep up.
    /// Notifications may have been missed: look at the tables for what there is to do.
    case connected
    /// `NOTIFY channel, payload`.
    case notification(channel: String, payload: String)
}
