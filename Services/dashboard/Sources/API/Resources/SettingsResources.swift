internal import Calling
internal import Contracts
internal import Foundation

/// One of an agency's sets of rules: how the API calls it, and what can be set.
struct SettingsKind: Sendable {
    var name: String
    /// As the audit log calls a change.
    var action: String
    var schema: JSONSchema
    var stored: @Sendable (ReadRules.Row) -> StoredRules
    /// All rules, those included that are as usual: a JSON object.
    var complete: @Sendable (StoredRules) -> String

    /// The rules as a form with what is stored would set them; where that cannot be told, as they are stored.
    private static func complete<Rules: RulesForm>(
        _ form: Rules.Type, _ json: @escaping @Sendable (Rules.Payload) -> String
    ) -> @Sendable (StoredRules) -> String {
        { stored in
            var check = FormCheck(words: Words(language: .english))
            return (try? Rules(stored: stored.json).command(&check)).map(json) ?? stored.json
        }
    }
}

extension SettingsKind {
    private static let minutes = JSONSchema(.integer, range: 1...10_080).orNull

    static let calling = SettingsKind(
        name: "calling", action: CallingForm.action,
        schema: JSONSchema(
            "CallingRules", "When and how often leads are called; what is left out is as usual.",
            members: [
                .optional(
                    "hours",
                    JSONSchema(
                        nil, "By day of the week, by the clock where the lead is: windows like 09:00-20:00.",
                        members: [],
                        isOpen: true)),
                .optional(
                    "holidays",
                    JSONSchema(
                        .array, "Days on which nobody is called.", length: 0...1000,
                        items: JSONSchema(.string, format: .date))),
                .optional("calls_per_lead", JSONSchema(.integer, "To one lead in all.", range: 1...100)),
                .optional("calls_per_day", JSONSchema(.integer, "To one lead in 24 hours.", range: 1...20)),
                .optional(
                    "consent",
                    JSONSchema(
                        .string, "Whose agreement is needed.",
                        choices: CallingRules.ConsentRule.allCases.map(\.rawValue))),
                .optional("call_new_leads", JSONSchema(.boolean, "Whether a new lead is called at once.")),
                .optional("retries", retries),
            ]), stored: { $0.calling }, complete: complete(CallingForm.self) { $0.rules })

    private static let retries = JSONSchema(
        "RetryRules", "What is tried after a call that reached nobody.",
        members: RetryPolicy.Outcome.allCases.map { .optional($0.rawValue, steps) } + [
            .optional(
                "jitter_seconds", JSONSchema(.integer, "At most so much is added by chance.", range: 0...86_400))
        ])

    private static let steps = JSONSchema(
        "RetrySteps", "After one outcome.",
        members: [
            .required(
                "delays_seconds",
                JSONSchema(
                    .array, "After the call before; the last one counts for all further.", length: 0...10,
                    items: JSONSchema(.integer, range: 1...2_592_000))),
            .required("max_retries", JSONSchema(.integer, "0: none.", range: 0...10)),
        ])

    static let booking = SettingsKind(
        name: "booking", action: BookingRulesForm.action,
        schema: JSONSchema(
            "BookingRules", "How appointments are made; what is left out is as usual.",
            members: [
                .optional("length_minutes", JSONSchema(.integer, range: 5...480)),
                .optional("step_minutes", JSONSchema(.integer, "Between beginnings.", range: 5...240)),
                .optional("buffer_before_minutes", JSONSchema(.integer, range: 0...240)),
                .optional("buffer_after_minutes", JSONSchema(.integer, range: 0...240)),
                .optional("minimum_notice_minutes", JSONSchema(.integer, range: 0...43_200)),
                .optional("horizon_days", JSONSchema(.integer, range: 1...365)),
                .optional("appointments_per_day", JSONSchema(.integer, "Of one agent.", range: 1...100)),
                .optional(
                    "reminders_hours",
                    JSONSchema(
                        .array, "Before an appointment.", length: 0...5, items: JSONSchema(.integer, range: 1...336))),
                .optional(
                    "confirm_with",
                    JSONSchema(
                        .string, "When the calendar does not answer in time.",
                        choices: ["require_calendar", "book_without_calendar"])),
                .optional("invite_lead", JSONSchema(.boolean, "Into the calendar's event.")),
                .optional("add_conference", JSONSchema(.boolean, "To the calendar's event.")),
            ]), stored: { $0.booking }, complete: complete(BookingRulesForm.self) { $0.rules })

    static let followUp = SettingsKind(
        name: "follow_up", action: FollowUpForm.action,
        schema: JSONSchema(
            "FollowUpRules",
            "Within what time calls have to be opened; what is left out is as usual, what is null is not done.",
            members: [
                .optional("remind_after_minutes", minutes.described("Its agent is reminded.")),
                .optional("escalate_after_minutes", minutes.described("The owners are told.")),
                .optional("reassign_after_minutes", minutes.described("Somebody else gets it.")),
                .optional("only_conversations", JSONSchema(.boolean, "Only calls in which somebody said something.")),
                .optional("count_working_hours", JSONSchema(.boolean, "Minutes count only while the agent works.")),
            ]), stored: { $0.followUp }, complete: complete(FollowUpForm.self) { $0.rules })

    static let recordings = SettingsKind(
        name: "recordings", action: RecordingsForm.action,
        schema: JSONSchema(
            "RecordingRules", "How long recordings are kept.",
            members: [
                .required(
                    "retention_days",
                    JSONSchema(.integer, "Null: until somebody deletes them.", range: 1...36_500).orNull)
            ]), stored: { $0.recordings }, complete: { $0.json })

    static let mails = SettingsKind(
        name: "mails", action: MailsForm.action,
        schema: JSONSchema(
            "MailBranding", "How mails say whose they are; what is left out or null is ours.",
            members: [
                .optional(
                    "sender_name",
                    JSONSchema(
                        .string, "Before the address that mails come from.", length: 0...MailBranding.longestName
                    ).orNull),
                .optional(
                    "reply_to", JSONSchema(.string, "One address that answers go to.", length: 0...254).orNull),
                .optional(
                    "accent",
                    JSONSchema(.string, "#rrggbb, of buttons and links.", length: 0...7).orNull),
                .optional(
                    "footer", JSONSchema(.string, "A few lines below everything.", length: 0...1000).orNull),
                .optional(
                    "logo",
                    JSONSchema(
                        .string,
                        "A picture at the top, by its SHA-256: one that was sent with the form of the settings.",
                        length: 0...64
                    ).orNull),
            ]), stored: { $0.mails }, complete: { $0.json })

    static let all = [calling, booking, followUp, recordings, mails]

    /// Rules as they stand, and since when.
    var resource: Resource<StoredRules> {
        Resource<StoredRules>(
            "\(schema.name ?? "")State", "Rules as they stand.",
            [
                .init("version", "Grows with each change; 0: never set. For If-Match.") { $0.version },
                .init("updated_at", "When they were set.") { $0.changedAt },
                .init("updated_by", "By whom.") { $0.changedBy },
                .init("rules", schema) { .text(complete($0)) },
            ])
    }
}

enum SettingsResource {
    static let settings = Resource<ReadRules.Row>(
        "Settings", "How the agency works.",
        [
            .init("paused_at", "Since when all calls are held; null: they are not.") { $0.pausedAt }
        ]
            + SettingsKind.all.map { kind in
                .init(kind.name, kind.resource.schema) { kind.resource.json(kind.stored($0)) }
            })
}
