internal import Foundation

/// How the API shows who did what.
enum AuditResources {
    static let entry = Resource<ListAuditEntries.Row>(
        "AuditEntry", "Something that somebody did.",
        [
            .init("id", "Of the entry, or of the command that has none.") { $0.id },
            .init("at", "When.") { $0.at },
            .init("actor", "Who.") { $0.actor },
            .init("action", "What.") { $0.action },
            .init("subject_kind", "What it was done to.") { $0.subjectKind },
            .init("subject_id", "Its id.") { $0.subjectID },
            .init("detail", JSONSchema(nil, "What else is to be known.", members: [], isOpen: true)) {
                .text($0.detail)
            },
            .init("address", "Of the network, from where.") { $0.address },
        ])
}
