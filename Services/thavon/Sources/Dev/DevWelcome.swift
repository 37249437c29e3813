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
            "  Mailbox    \(sandbox)/mailbox",
            "  Webhooks   \(webhook)",
            "  Providers  \(providers)",
            "  Database   \(settings.databaseURL(role: "thavon"))",
            "  Settings   \(folder.environmentFile)   servers' logs: \(folder.logs), \(folder.rabbitMQ)",
            "",
            "  Post a report as Vapi would (it ends with two mails in the mailbox):",
            "",
            "    curl -s \(sandbox)/sample-report.json | curl -sS -X POST \(webhook) \\",
            "      -H 'X-Vapi-Secret: \(secret)' -H 'content-type: application/json' -d @-",
            "",
        ]
    }
}
