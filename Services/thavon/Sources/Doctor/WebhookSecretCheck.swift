/// Is there a secret that Vapi can show?
struct WebhookSecretCheck {
    var environment: [String: String]

    func finding() -> Finding {
        let subject = "webhook secret"
        let secrets = (environment["VAPI_WEBHOOK_SECRETS"] ?? "").split(separator: ",")
            .map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
        guard !secrets.isEmpty else {
            return .problem(
                subject, "VAPI_WEBHOOK_SECRETS is not set; webhook-ingest refuses to start",
                advice: "make one with `openssl rand -hex 32`, set it here and as the server secret at Vapi")
        }
        if secrets.contains(where: { $0 == DevDefaults.webhookSecret }) {
            return .note(
                subject, "the demo secret, which everybody knows",
                advice: "before Vapi can reach this machine, set one of your own in VAPI_WEBHOOK_SECRETS")
        }
        guard secrets.allSatisfy({ $0.count >= 16 }) else {
            return .problem(
                subject, "one has fewer than 16 characters and can be guessed",
                advice: "make one with `openssl rand -hex 32`")
        }
        return .ok(subject, secrets.count == 1 ? "set" : "\(secrets.count) are accepted")
    }
}
