internal import FoundationEssentials
internal import OutboundHTTP

/// Does the key work, and may it send from that address? Asks for the list of domains, which sends nothing.
struct ResendCheck {
    static let realAddress = "https://api.resend.com"

    var environment: [String: String]

    private struct Domains: Decodable {
        struct Domain: Decodable {
            var name: String
            var status: String
        }
        var data: [Domain]
    }

    private struct Refusal: Decodable {
        var name: String?
    }

    func findings() async -> [Finding] {
        let subject = "Resend"
        guard let key = environment["RESEND_API_KEY"], !key.isEmpty else {
            let text = "RESEND_API_KEY is not set; notifier refuses to start"
            return [.problem(subject, text, advice: "make one at resend.com/api-keys")]
        }
        let base = environment["RESEND_BASE_URL"].flatMap { $0.isEmpty ? nil : $0 } ?? Self.realAddress
        let client = HTTPClient(userAgent: "thavon-doctor/1", egress: EgressPolicy(), logger: .silent)
        // The sandbox has no domains; it answers 404 when asked for a mail that nobody sent.
        let path = base == Self.realAddress ? "/domains" : "/emails/00000000-0000-4000-8000-000000000000"
        var request = HTTPRequest(url: base + path)
        request.headers["authorization"] = "Bearer \(key)"
        let finding: Finding
        do {
            finding = judge(try await client.send(request), base: base, subject: subject)
        } catch {
            finding = .problem(subject, "\(error)", advice: "check the network and RESEND_BASE_URL")
        }
        await client.shutdown()
        return [finding]
    }

    func judge(_ response: HTTPResponse, base: String, subject: String) -> Finding {
        let isReal = base == Self.realAddress
        let place = isReal ? "" : "; it is the sandbox at \(base), no mail leaves it"
        switch response.status {
        case 200..<300:
            return isReal ? sender(response, subject: subject) : .ok(subject, "the key works\(place)")
        case 401, 403:
            let refusal = try? JSONDecoder().decode(Refusal.self, from: Data(response.body))
            // A key that may only send is the better key to have.
            if refusal?.name == "restricted_api_key" { return .ok(subject, "the key may send\(place)") }
            return .problem(
                subject, "the key is refused (\(response.status))\(place)", advice: "correct RESEND_API_KEY")
        case 404 where !isReal:
            return .ok(subject, "the key works\(place)")
        case 429:
            return .note(subject, "it answers, but asks for patience (429)\(place)")
        default:
            return .problem(
                subject, "answers with \(response.status)\(place)", advice: "see https://resend-status.com")
        }
    }

    private func sender(_ response: HTTPResponse, subject: String) -> Finding {
        guard let domains = try? JSONDecoder().decode(Domains.self, from: Data(response.body)) else {
            return .ok(subject, "the key works")
        }
        let address = environment["RESEND_FROM_EMAIL"] ?? ""
        let domain = address.split(separator: "@").last.map { $0.prefix { $0 != ">" } }.map(String.init) ?? ""
        if domain == "resend.dev" {
            return .note(
                subject, "the key works; from \(domain) only the account's owner can be written to",
                advice: "verify a domain of your own at resend.com/domains")
        }
        guard let known = domains.data.first(where: { $0.name == domain }) else {
            return .problem(
                subject, "the key works, but RESEND_FROM_EMAIL's domain \"\(domain)\" is not among the account's",
                advice: "add it at resend.com/domains, or send from one that is there")
        }
        return known.status == "verified"
            ? .ok(subject, "the key works; \(domain) is verified")
            : .problem(subject, "\(domain) is \(known.status)", advice: "finish its DNS records at resend.com/domains")
    }
}
