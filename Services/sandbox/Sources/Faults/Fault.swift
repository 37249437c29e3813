internal import ServiceKit

/// A misbehaviour that has been ordered.
struct Fault: Sendable, Equatable {
    enum Provider: String, CaseIterable, Sendable {
        case resend, vapi, google, twilio
    }

    var provider: Provider
    var kind: Kind
    /// How many more requests it hits; nil for no end.
    var remaining: Int?
    /// Which share of the requests it hits.
    var probability: Double
    /// How long the provider takes before anything else happens.
    var delay: Duration
    /// Of ``Kind/undelivered``: why.
    var code: Int?
    /// How many requests it has hit.
    var applied = 0

    init(_ json: JSON) throws(BadInput) {
        guard let members = json.members else { throw BadInput(reason: "a fault is an object") }
        let known: Set = ["provider", "kind", "count", "probability", "delay_ms", "code"]
        if let unknown = members.keys.sorted().first(where: { !known.contains($0) }) {
            throw BadInput(reason: "there is no member \(unknown)")
        }
        guard let provider = json["provider"]?.string.flatMap(Provider.init) else {
            throw BadInput(
                reason: "provider must be one of \(Provider.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard let kind = json["kind"]?.string.flatMap(Kind.init) else {
            throw BadInput(reason: "kind must be one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        guard kind.providers.contains(provider) else {
            let able = kind.providers.map(\.rawValue).joined(separator: " or ")
            throw BadInput(
                reason: "\(kind.rawValue) is nothing that \(provider.rawValue) does: provider must be \(able)")
        }
        self.provider = provider
        self.kind = kind
        remaining = try Self.count(json["count"])
        probability = try Self.probability(json["probability"], orCount: remaining)
        delay = try Self.delay(json["delay_ms"], kind)
        code = try Self.code(json["code"], kind)
    }

    private static func count(_ json: JSON?) throws(BadInput) -> Int? {
        guard let json else { return nil }
        guard let count = json.int, (1...1_000_000).contains(count) else {
            throw BadInput(reason: "count must be a whole number from 1 to 1000000")
        }
        return count
    }

    private static func probability(_ json: JSON?, orCount count: Int?) throws(BadInput) -> Double {
        guard let json else {
            if count == nil { throw BadInput(reason: "count or probability must be given") }
            return 1
        }
        guard let probability = json.double, probability > 0, probability <= 1 else {
            throw BadInput(reason: "probability must be more than 0 and at most 1")
        }
        return probability
    }

    private static func delay(_ json: JSON?, _ kind: Kind) throws(BadInput) -> Duration {
        guard let json else { return kind.usualDelay }
        guard let delay = json.int, (0...600_000).contains(delay) else {
            throw BadInput(reason: "delay_ms must be a whole number from 0 to 600000")
        }
        return .milliseconds(delay)
    }

    private static func code(_ json: JSON?, _ kind: Kind) throws(BadInput) -> Int? {
        guard kind == .undelivered else {
            if json != nil { throw BadInput(reason: "only undelivered has a code") }
            return nil
        }
        guard let json else { return 30003 }
        guard let code = json.int, (10_000...99_999).contains(code) else {
            throw BadInput(reason: "code must be one of Twilio's, like 30003")
        }
        return code
    }

    var json: JSON {
        .object(present: [
            "provider": .string(provider.rawValue), "kind": .string(kind.rawValue),
            "remaining": remaining.map { .number("\($0)") }, "probability": .number(probability),
            "delay_ms": .number(delay.inSeconds * 1000), "code": code.map { .number("\($0)") },
            "applied": .number("\(applied)"),
        ])
    }
}
