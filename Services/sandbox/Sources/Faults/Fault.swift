internal import ServiceKit

/// A misbehaviour that has been ordered.
struct Fault: Sendable, Equatable {
    enum Provider: String, CaseIterable, Sendable {
        case resend, vapi, google
    }

    enum Kind: String, CaseIterable, Sendable {
        case tooManyRequests = "429"
        case failure = "500"
        case quota
        case slow
        case droppedAfterProcessing = "dropped_after_processing"
        case droppedBeforeProcessing = "dropped_before_processing"
        case htmlError = "html_error"
        case unauthorized
        /// Vapi's: the call is placed and its messages go out before the request is answered.
        case answeredLate = "answered_late"
        /// Vapi's, about the server messages of the call that the request places.
        case webhooksLost = "webhooks_lost"
        case webhooksTwice = "webhooks_twice"
        case webhooksLate = "webhooks_late"

        /// Google's: the other face of 429.
        case rateLimit403 = "rate_limit_403"
        /// Google's, about one calendar, for hours.
        case quota403 = "quota_403"
        /// Google's: the sync token is worth nothing any more.
        case syncGone = "sync_gone"
        /// Google's: a notification is never sent, whoever caused it.
        case pushLost = "push_lost"
        /// Google's, at the token endpoint: the person has to connect again.
        case invalidGrant = "invalid_grant"
        /// Google's: free times are answered with success and an error in it.
        case freebusyError = "freebusy_error"

        /// Who can do that.
        var providers: [Provider] {
            switch self {
            case .answeredLate, .webhooksLost, .webhooksTwice, .webhooksLate: [.vapi]
            case .rateLimit403, .quota403, .syncGone, .pushLost, .invalidGrant, .freebusyError: [.google]
            case .quota: [.resend, .vapi]
            case .tooManyRequests, .failure, .slow, .droppedAfterProcessing, .droppedBeforeProcessing, .htmlError,
                .unauthorized:
                Provider.allCases
            }
        }
    }

    var provider: Provider
    var kind: Kind
    /// How many more requests it hits; nil for no end.
    var remaining: Int?
    /// Which share of the requests it hits.
    var probability: Double
    /// How long the provider takes before anything else happens.
    var delay: Duration
    /// How many requests it has hit.
    var applied = 0

    init(_ json: JSON) throws(BadInput) {
        guard let members = json.members else { throw BadInput(reason: "a fault is an object") }
        let known: Set = ["provider", "kind", "count", "probability", "delay_ms"]
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
        guard let json else { return [.slow, .answeredLate, .webhooksLate].contains(kind) ? .seconds(1) : .zero }
        guard let delay = json.int, (0...600_000).contains(delay) else {
            throw BadInput(reason: "delay_ms must be a whole number from 0 to 600000")
        }
        return .milliseconds(delay)
    }

    var json: JSON {
        .object(present: [
            "provider": .string(provider.rawValue), "kind": .string(kind.rawValue),
            "remaining": remaining.map { .number("\($0)") }, "probability": .number(probability),
            "delay_ms": .number(delay.inSeconds * 1000), "applied": .number("\(applied)"),
        ])
    }
}

/// The faults in force, first come first served. Pure: chance comes from outside.
struct FaultPlan: Sendable, Equatable {
    private(set) var faults: [Fault] = []

    /// One fault or an array of them; all or none are taken over.
    mutating func add(_ json: JSON) throws(BadInput) {
        var added: [Fault] = []
        for item in json.elements ?? [json] { added.append(try Fault(item)) }
        guard faults.count + added.count <= 100 else { throw BadInput(reason: "at most 100 faults at a time") }
        faults += added
    }

    mutating func removeAll() { faults = [] }

    /// The fault that hits this request, if any; it counts as used. One that is used up stays listed.
    ///
    /// - Parameter fits: which kinds can hit it.
    mutating func draw(
        _ provider: Fault.Provider, chance: () -> Double, fits: (Fault.Kind) -> Bool = { _ in true }
    ) -> Fault? {
        for index in faults.indices where faults[index].provider == provider && faults[index].remaining != 0 {
            guard fits(faults[index].kind) else { continue }
            if faults[index].probability < 1, chance() >= faults[index].probability { continue }
            faults[index].applied += 1
            if let remaining = faults[index].remaining { faults[index].remaining = remaining - 1 }
            return faults[index]
        }
        return nil
    }

    var json: JSON { .array(faults.map(\.json)) }
}
