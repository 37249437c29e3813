/// What a person sees when everything is up.
struct DevWelcome {
    let settings: DevSettings
    let folder: DevFolder
    let seconds: Int

    var lines: [String] {
        let ports = settings.ports
        let sandbox = "http://127.0.0.1:\(ports.sandbox)"
        let webhook = "http://127.0.0.1:\(ports.ingest)/api/webhooks/vapi"
        let secrets = settings.providers["VAPI_WEBHOOK_SECRETS"] ?? ""
        let isDemoSecret = secrets == DevDefaults.webhookSecret
        let secret = isDemoSecret ? secrets : "$VAPI_WEBHOOK_SECRET"
        let real = settings.real.joined(separator: ", ")
        let providers = real.isEmpty ? "all played by the sandbox" : "real: \(real)"
        return [
            "",
            Terminal.coloured("Thavon is ready", .green) + " after \(seconds) s. Ctrl-C stops it.",
            "",
            "  Console    http://127.0.0.1:\(ports.console)",
            "  Sign in    \(DevDefaults.ownerEmail) (owner) or \(DevDefaults.agentEmail) (agent)",
            "             password: \(DevDefaults.password)",
            "  Inbox      \(sandbox)/inbox",
            "  Webhooks   \(webhook)",
            "  Providers  \(providers)",
        ] + life + [
            "  Database   \(settings.databaseURL(role: "thavon"))",
            "  Settings   \(folder.environmentFile)   servers' logs: \(folder.logs), \(folder.rabbitMQ)",
            "",
            "  Post a report as Vapi would (it ends with mails and a WhatsApp message in the inbox):",
            "",
            "    curl -s \(sandbox)/sample-report.json | curl -sS -X POST \(webhook) \\",
            "      -H 'X-Vapi-Secret: \(secret)' -H 'content-type: application/json' -d @-",
            "",
        ] + lead(DemoLead.now)
    }

    /// How often something happens by itself; nothing where nothing does.
    private var life: [String] {
        let seconds = settings.providers["SANDBOX_LIFE_SECONDS"] ?? "0"
        guard seconds != "0" else { return [] }
        return ["  Life       a call about every \(seconds) s; SANDBOX_LIFE_SECONDS=0 in .env for none"]
    }

    /// The numbers are nobody's, or should be: none is shown when a real call would follow.
    private func lead(_ lead: DemoLead) -> [String] {
        if settings.real.contains("Vapi") { return ["  What is planned, and why:  make calls", ""] }
        return [
            "  Post a lead as a form would. It is called within a second, in the sandbox (in \(lead.city) it is an hour at",
            "  which one may call), nobody answers, and it is called again a few seconds later:",
            "",
            "    curl -sS -X POST http://127.0.0.1:\(settings.ports.ingest)/api/webhooks/inbound/\(DevDefaults.agency) \\",
            "      -H 'Authorization: Bearer \(DevDefaults.leadToken)' -d 'name=Lee Doe' -d 'phone=\(lead.number)'",
            "",
            "    make calls               # what is planned, what became of it, and why",
            "",
        ]
    }
}
