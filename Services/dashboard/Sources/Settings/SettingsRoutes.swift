internal import Hummingbird

/// `/settings` and what is below it; for owners.
struct SettingsRoutes: Sendable {
    let console: Console
    /// Under which providers and forms reach `/api/webhooks`.
    let webhooksURL: String

    func add(to group: RouterGroup<ViewerContext>) {
        AgencyRoutes(console: console).add(to: group)
        RulesRoutes<CallingForm>(console: console, stored: { $0.calling }, more: { OutreachRoutes.html($0, $1) })
            .add(to: group)
        OutreachRoutes(console: console).add(to: group)
        RulesRoutes<BookingRulesForm>(console: console, stored: { $0.booking }).add(to: group)
        RulesRoutes<FollowUpForm>(console: console, stored: { $0.followUp }).add(to: group)
        RulesRoutes<RecordingsForm>(console: console, stored: { $0.recordings }).add(to: group)
        PreferencesRoutes(console: console).add(to: group)
        TextRoutes(console: console).add(to: group)
        RulesRoutes<MailsForm>(console: console, stored: { $0.mails }).add(to: group)
        MailPreviewRoutes(console: console).add(to: group)
        AuditRoutes(console: console).add(to: group)
        WebhookSettingsRoutes(console: console, webhooksURL: webhooksURL).add(to: group)
    }
}
