internal import Notices

/// What somebody can be told of, by the name that preferences and stored messages use: the kinds of notices, but for those that
/// are owed to the law, or asked for by whoever gets them, and not for anybody to choose.
enum NotificationKind {
    static let dailyDigest = NoticeKind.digestDaily.rawValue

    static let all = NoticeKind.allCases.filter(\.isChoosable).map(\.rawValue)

    /// What leads can be told of.
    static let forLeads = [
        NoticeKind.appointmentBooked, .appointmentMoved, .appointmentCancelled, .appointmentReminder,
    ].map(\.rawValue)

    /// What an agent who has not said otherwise gets on WhatsApp as well, where there is a number.
    static let urgentForAgents = Set(
        [
            NoticeKind.callCompleted, .callAssigned, .appointmentBooked, .appointmentMoved, .appointmentCancelled,
            .appointmentReminder, .followUpOverdue,
        ].map(\.rawValue))
}
