internal import Foundation
internal import Notices
internal import OutboundHTTP

/// Do the credentials work, is there a number to send from, is every WhatsApp template named, and can Twilio reach us?
/// Asks for the list of messages, which sends nothing and which every key may read.
struct TwilioCheck {
    static let realAddress = "https://api.twilio.com"
    private static let subject = "Twilio"

    var environment: [String: String]

    func findings() async -> [Finding] {
        guard let account = setting("TWILIO_ACCOUNT_SID") else {
            return [
                .note(
                    Self.subject, "TWILIO_ACCOUNT_SID is not set; everything goes by mail",
                    advice: "set it and TWILIO_AUTH_TOKEN for WhatsApp and SMS")
            ]
        }
        guard let token = setting("TWILIO_AUTH_TOKEN") else {
            return [
                .problem(
                    Self.subject, "TWILIO_AUTH_TOKEN is not set beside TWILIO_ACCOUNT_SID",
                    advice: "set it also beside an API key: Twilio signs with it what it posts")
            ]
        }
        return [await credentials(account: account, token: token), numbers] + (hasWhatsApp ? [templates] : [])
            + [webhook]
    }

    private func setting(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }

    private var base: String { setting("TWILIO_BASE_URL") ?? Self.realAddress }
    private var hasWhatsApp: Bool { setting("TWILIO_WHATSAPP_NUMBER") != nil }

    private func credentials(account: String, token: String) async -> Finding {
        var (user, password) = (account, token)
        switch (setting("TWILIO_API_KEY_SID"), setting("TWILIO_API_KEY_SECRET")) {
        case (let key?, let secret?): (user, password) = (key, secret)
        case (nil, nil): break
        default:
            return .problem(
                Self.subject, "TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET go together",
                advice: "set both, or neither")
        }
        let path = "/2010-04-01/Accounts/\(PercentEncoding.encode(account))/Messages.json?PageSize=1"
        var request = HTTPRequest(url: base + path)
        request.headers["authorization"] = "Basic " + Data("\(user):\(password)".utf8).base64EncodedString()
        let client = HTTPClient(userAgent: "thavon-doctor/1", egress: EgressPolicy(), logger: .silent)
        let finding: Finding
        do {
            finding = judge(try await client.send(request).status, account: account)
        } catch {
            finding = .problem(Self.subject, "\(error)", advice: "check the network and TWILIO_BASE_URL")
        }
        await client.shutdown()
        return finding
    }

    func judge(_ status: Int, account: String) -> Finding {
        let isReal = base == Self.realAddress
        let place = isReal ? "" : "; \(base) is asked, not Twilio itself"
        switch status {
        case 200..<300: return .ok(Self.subject, "the credentials of \(account) work\(place)")
        case 401, 403:
            return .problem(
                Self.subject, "the credentials are refused (\(status))\(place)",
                advice: "correct TWILIO_AUTH_TOKEN, or the API key and its secret")
        case 404:
            return .problem(
                Self.subject, "there is no account \(account) with these credentials\(place)",
                advice: "correct TWILIO_ACCOUNT_SID")
        case 429: return .note(Self.subject, "it answers, but asks for patience (429)\(place)")
        default:
            return .problem(Self.subject, "answers with \(status)\(place)", advice: "see https://status.twilio.com")
        }
    }

    var numbers: Finding {
        let subject = "Twilio numbers"
        let set = ["TWILIO_WHATSAPP_NUMBER", "TWILIO_SMS_NUMBER"].compactMap { name in setting(name).map { (name, $0) }
        }
        if let wrong = set.first(where: { !Self.isSender($0.1) }) {
            return .problem(
                subject, "\(wrong.0) is \"\(wrong.1)\"",
                advice: "set it to a number like +15125550100, or to a messaging service (MG…)")
        }
        switch set.count {
        case 0:
            return .problem(
                subject, "neither TWILIO_WHATSAPP_NUMBER nor TWILIO_SMS_NUMBER is set",
                advice: "set one to a number of the account, or to a messaging service (MG…)")
        case 1:
            let other = hasWhatsApp ? "SMS" : "WhatsApp"
            return .note(subject, "\(set[0].0) is set; nothing goes by \(other)")
        default: return .ok(subject, "WhatsApp and SMS")
        }
    }

    private static func isSender(_ text: String) -> Bool {
        let rest = text.utf8.dropFirst()
        if text.hasPrefix("+") { return (7...15).contains(rest.count) && rest.allSatisfy { (48...57).contains($0) } }
        return text.hasPrefix("MG") && text.utf8.count == 34
    }

    /// WhatsApp takes nothing else from us, unless somebody has written within a day.
    var templates: Finding {
        let subject = "WhatsApp templates"
        let advice =
            "`thavon messages templates` prints what to have approved; name the ids in TWILIO_CONTENT_TEMPLATES"
        guard let text = setting("TWILIO_CONTENT_TEMPLATES") else {
            return .note(
                subject, "there are none: by WhatsApp only those get something who have just written", advice: advice)
        }
        guard let named = try? JSONDecoder().decode([String: [String: String]].self, from: Data(text.utf8)) else {
            return .problem(
                subject, "TWILIO_CONTENT_TEMPLATES cannot be read",
                advice: "it is like {\"call.completed\": {\"en\": \"HX…\", \"de\": \"HX…\"}}")
        }
        let wrong = named.values.flatMap(\.values).filter { !$0.hasPrefix("HX") || $0.utf8.count != 34 }.sorted()
        if let first = wrong.first {
            return .problem(subject, "\"\(first)\" is no ContentSid (HX and 32 digits)", advice: advice)
        }
        if let stranger = named.keys.filter({ NoticeKind(rawValue: $0) == nil }).min() {
            return .problem(subject, "there is no kind of notice \"\(stranger)\"", advice: advice)
        }
        let missing = Self.missing(named)
        return missing.isEmpty
            ? .ok(subject, "every kind has one in every language")
            : .note(subject, "missing: \(missing.joined(separator: "; "))", advice: advice)
    }

    /// "call.completed in fr, it"
    private static func missing(_ named: [String: [String: String]]) -> [String] {
        NoticeKind.allCases.filter(\.isChoosable).compactMap { kind in
            let languages = WordLanguage.allCases.map(\.rawValue).filter { named[kind.rawValue]?[$0] == nil }
            return languages.isEmpty ? nil : "\(kind.rawValue) in \(languages.joined(separator: ", "))"
        }
    }

    var webhook: Finding {
        let subject = "Twilio's webhooks"
        let named = setting("TWILIO_WEBHOOK_URL") ?? setting("PUBLIC_URL").map { $0 + "/api/webhooks/twilio" }
        guard let url = named else {
            return .problem(
                subject, "neither TWILIO_WEBHOOK_URL nor PUBLIC_URL is set",
                advice: "set PUBLIC_URL to where Twilio reaches this system")
        }
        if url.hasPrefix("https://") { return .ok(subject, "receipts go to \(url)/status") }
        // A sandbox reaches what it can; only the real one needs the Internet.
        if base != Self.realAddress { return .ok(subject, "receipts go to \(url)/status") }
        let host = url.dropFirst("http://".count).prefix { !":/".contains($0) }
        guard ["127.0.0.1", "localhost"].contains(host) else {
            return .problem(
                subject, "receipts would go to \(url)/status in the clear", advice: "put TLS in front, and say https://"
            )
        }
        return .note(
            subject, "receipts go to \(url)/status, where Twilio cannot reach: what becomes of messages stays unknown",
            advice: "set PUBLIC_URL or TWILIO_WEBHOOK_URL to an address of this machine on the Internet")
    }
}
