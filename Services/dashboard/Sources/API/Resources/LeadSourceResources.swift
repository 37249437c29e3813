internal import Foundation

/// How the API shows what lets leads and calls come in.
enum LeadSourceResources {
    static let consents = LeadTokenForm.consents
    static let kinds = ["phone_number", "assistant"]

    static let token = Resource<ListLeadTokens.Row>(
        "LeadToken", "With what lead forms send leads.",
        [
            .init("id", "Of the token.") { $0.id },
            .init("label", "What it is for.") { $0.label },
            .init("consent", "What everybody who comes with it has agreed to.", oneOf: consents) { $0.consent },
            .init("created_at", "When it was made.") { $0.createdAt },
            .init("revoked_at", "Since when it no longer works.") { $0.revokedAt },
        ])

    struct Made: Sendable {
        var id: UUID
        var token: String
        var url: String
    }

    static let made = Resource<Made>(
        "NewLeadTokenSecret", "A token that was made.",
        [
            .init("id", "Of the token.") { $0.id },
            .init("token", "Itself: it is shown now, and never again.") { $0.token },
            .init("url", "Where leads are sent with it.") { $0.url },
        ])

    static let vapi = Resource<ListVapiResources.Row>(
        "VapiResource", "Something at Vapi that is the agency's.",
        [
            .init("id", "At Vapi.") { $0.id },
            .init("kind", "What it is.", oneOf: kinds) { $0.kind },
            .init("label", "What it is called here.") { $0.label },
            .init("created_at", "When it was put on the list.") { $0.createdAt },
        ])
}
