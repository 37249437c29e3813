internal import Contracts
internal import Foundation

/// How the API shows leads.
enum LeadResources {
    static let consents = ConsentKind.allCases.map(\.rawValue)

    static let row = Resource<LeadListRow>(
        "LeadSummary", "A lead as a list has it.",
        [
            .init("id", "Of the lead.") { $0.id },
            .init("created_at", "When they came.") { $0.createdAt },
            .init("name", "Theirs.") { $0.name },
            .init("phone", "E.164; null when there is none that can be dialled.") { $0.phone },
            .init("phone_given", "As it came, where it cannot be dialled.") { $0.phoneGiven },
            .init("email", "Theirs.") { $0.email },
            .init("postcode", "Theirs.") { $0.postcode },
            .init("country", "ISO 3166-1 alpha-2.") { $0.country },
            .init("language", "In which they are spoken to (BCP 47).") { $0.language },
            .init("time_zone", "Theirs (IANA).") { $0.timeZone },
            .init("agent_id", "Whose lead it is; null: nobody's yet.") { $0.ownerID },
            .init("agent_name", "Their name.") { $0.ownerName },
            .init("last_call_id", "The latest call with them.") { $0.lastCallID },
            .init("last_call_at", "When that was.") { $0.lastCallAt },
            .init("next_appointment_at", "When the next one is.") { $0.nextAppointmentAt },
            .init("next_call_at", "When they are to be called.") { $0.nextCallAt },
            .init("is_opted_out", "Whether they must not be called.") { $0.isOptedOut },
        ])

    static let detail = Resource<Lead>(
        "Lead", "A lead.",
        [
            .init("id", "Of the lead.") { $0.id },
            .init("created_at", "When they came.") { $0.createdAt },
            .init("name", "Theirs.") { $0.name },
            .init("phone", "E.164; null when there is none that can be dialled.") { $0.phone },
            .init("phone_given", "As it came, where it cannot be dialled.") { $0.phoneGiven },
            .init("email", "Theirs.") { $0.email },
            .init("postcode", "Theirs.") { $0.postcode },
            .init("country", "ISO 3166-1 alpha-2.") { $0.country },
            .init("language", "In which they are spoken to (BCP 47).") { $0.language },
            .init("time_zone", "Theirs (IANA).") { $0.timeZone },
            .init("notes", "What is to be known about them.") { $0.notes },
            .init("source", "Where they came from.") { $0.source },
            .init("consent", "What they agreed to.", oneOf: consents) { $0.consent?.rawValue },
            .init("consent_source", "How.") { $0.consentSource },
            .init("consent_at", "When.") { $0.consentAt },
            .init("agent_id", "Whose lead it is; null: nobody's yet.") { $0.ownerID },
            .init("agent_name", "Their name.") { $0.ownerName },
            .init("is_opted_out", "Whether they must not be called.") { $0.isBarred || $0.consent == .refused },
            .init("opted_out_at", "Since when their number is on the do-not-call list.") { $0.barredAt },
            .init("opted_out_by", "How it came there.") { $0.barredBy },
        ])

    /// What can be set of a lead; `null` empties.
    static let members: [JSONSchema.Member] = [
        .optional("name", JSONSchema(.string, "Theirs.", length: 0...200).orNull),
        .optional(
            "phone",
            JSONSchema(.string, "With its country, or as it is dialled within `country`.", length: 0...100).orNull),
        .optional("email", JSONSchema(.string, "Theirs.", length: 0...254).orNull),
        .optional("postcode", JSONSchema(.string, "Theirs.", length: 0...20).orNull),
        .optional("country", JSONSchema(.string, "ISO 3166-1 alpha-2; null: the number's.", length: 0...2).orNull),
        .optional(
            "language",
            JSONSchema(.string, "BCP 47; null: what is usual in the country.", length: 0...35).orNull),
        .optional(
            "time_zone", JSONSchema(.string, "IANA; null: what number and postcode tell.", length: 0...64).orNull),
        .optional("notes", JSONSchema(.string, "What is to be known about them.", length: 0...4000).orNull),
        .optional("consent", JSONSchema(.string, "What they agreed to.", choices: consents).orNull),
        .optional(
            "consent_source",
            JSONSchema(.string, "How; needed with an agreement, so that it can be proved.", length: 0...200).orNull),
        .optional(
            "consent_date", JSONSchema(.string, "On which day; null: now.", format: .date).orNull),
        .optional(
            "call", JSONSchema(.boolean, "Whether they are to be called as soon as the calling rules allow.")),
    ]

    static let new = JSONSchema(
        "NewLead", "A lead to be added: a name, a number or an address at least.", members: members)
    static let change = JSONSchema(
        "LeadChange", "What is to be another (RFC 7396): what is left out stays, what is null is emptied.",
        members: members)
}
