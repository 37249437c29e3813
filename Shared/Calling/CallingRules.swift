package import CivilTime
internal import FoundationEssentials
package import RulesJSON

/// When and how often an agency's leads are called: what the agency sets, within what the law of the place allows.
package struct CallingRules: Sendable, Equatable {
    /// By the clock where the lead is.
    package var hours: WeeklyHours
    /// Days on which nobody is called, wherever they are.
    package var holidays: Set<CivilDate>
    /// Calls to one lead in all, first calls, retries and calls by hand together.
    package var callsPerLead: Int
    /// Calls to one lead in any 24 hours, across everything.
    package var callsPerDay: Int
    package var consent: ConsentRule
    /// Whether a new lead is called as soon as the gate allows.
    package var callsNewLeads: Bool
    package var retries: RetryPolicy

    /// Whose agreement is needed.
    package enum ConsentRule: String, Sendable, Codable, CaseIterable {
        /// Where the law of the place needs one.
        case whereRequired = "where_required"
        /// Everywhere.
        case always
    }

    package static let standard = CallingRules(
        hours: WeeklyHours(TimeWindow(9 * 60, 20 * 60)), holidays: [], callsPerLead: 8, callsPerDay: 3,
        consent: .whereRequired, callsNewLeads: true, retries: .standard)

    package init(
        hours: WeeklyHours, holidays: Set<CivilDate>, callsPerLead: Int, callsPerDay: Int, consent: ConsentRule,
        callsNewLeads: Bool, retries: RetryPolicy
    ) {
        self.hours = hours
        self.holidays = holidays
        self.callsPerLead = callsPerLead
        self.callsPerDay = callsPerDay
        self.consent = consent
        self.callsNewLeads = callsNewLeads
        self.retries = retries
    }

    /// Everything that is wrong, in words that name the setting; empty when the rules can work.
    package var problems: [String] {
        var problems: [String] = []
        if hours.isEmpty { problems.append("hours: no window ever opens, so nobody would ever be called") }
        if !(1...100).contains(callsPerLead) { problems.append("calls_per_lead must be from 1 to 100") }
        if !(1...20).contains(callsPerDay) { problems.append("calls_per_day must be from 1 to 20") }
        return problems + retries.problems
    }
}

/// What is tried after a call that reached nobody.
package struct RetryPolicy: Sendable, Equatable {
    /// One outcome's.
    package struct Steps: Sendable, Equatable, Codable {
        /// After the end of the call before, in seconds; the last one counts for all further.
        package var delays: [Int]
        /// How many retries; 0 for none.
        package var retries: Int

        package init(delays: [Int], retries: Int) {
            self.delays = delays
            self.retries = retries
        }

        private enum CodingKeys: String, CodingKey {
            case delays = "delays_seconds", retries = "max_retries"
        }

        /// Seconds to wait before the retry of that number, counted from 1; nil when there is none.
        package func delay(before retry: Int) -> Int? {
            guard retry >= 1, retry <= retries, let last = delays.last else { return nil }
            return retry <= delays.count ? delays[retry - 1] : last
        }
    }

    /// By outcome: `no_answer`, `busy`, `voicemail`, `failed`.
    package var steps: [Outcome: Steps]
    /// At most so many seconds are added to a delay, by chance, so that not all come at once.
    package var jitter: Int

    /// What can be tried again.
    package enum Outcome: String, Sendable, Codable, CaseIterable {
        case noAnswer = "no_answer"
        case busy
        case voicemail
        /// For a reason that may pass.
        case failed
    }

    package static let standard = RetryPolicy(
        steps: Dictionary(
            uniqueKeysWithValues: Outcome.allCases.map { ($0, Steps(delays: [7200, 86_400], retries: 3)) }),
        jitter: 300)

    package init(steps: [Outcome: Steps], jitter: Int) {
        self.steps = steps
        self.jitter = jitter
    }

    var problems: [String] {
        var problems: [String] = []
        if !(0...86_400).contains(jitter) { problems.append("retries.jitter_seconds must be from 0 to 86400") }
        for outcome in Outcome.allCases {
            guard let steps = steps[outcome] else { continue }
            let name = "retries.\(outcome.rawValue)"
            if !(0...10).contains(steps.retries) { problems.append("\(name).max_retries must be from 0 to 10") }
            if steps.retries > 0, steps.delays.isEmpty { problems.append("\(name).delays_seconds names no delay") }
            if steps.delays.contains(where: { !(1...2_592_000).contains($0) }) {
                problems.append("\(name).delays_seconds must each be from 1 second to 30 days")
            }
        }
        return problems
    }
}

// MARK: JSON

extension RetryPolicy: Codable {
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONKey.self)
        var policy = RetryPolicy.standard
        for key in container.allKeys {
            if key.stringValue == "jitter_seconds" {
                policy.jitter = try container.decode(Int.self, forKey: key)
            } else if let outcome = Outcome(rawValue: key.stringValue) {
                policy.steps[outcome] = try container.decode(Steps.self, forKey: key)
            } else {
                let known = Outcome.allCases.map(\.rawValue) + ["jitter_seconds"]
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container,
                    debugDescription: "retries has no \"\(key.stringValue)\"; it has \(known.joined(separator: ", "))")
            }
        }
        self = policy
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        try container.encode(jitter, forKey: JSONKey("jitter_seconds"))
        for (outcome, steps) in steps { try container.encode(steps, forKey: JSONKey(outcome.rawValue)) }
    }
}

extension CallingRules: Codable {
    private static let keys = [
        "hours", "holidays", "calls_per_lead", "calls_per_day", "consent", "call_new_leads", "retries",
    ]

    /// What is left out keeps its standard value; a name that is none is an error, since it would have no effect.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: JSONKey.self)
        if let stranger = container.allKeys.first(where: { !Self.keys.contains($0.stringValue) }) {
            throw DecodingError.dataCorruptedError(
                forKey: stranger, in: container,
                debugDescription:
                    "there is no \"\(stranger.stringValue)\"; there are \(Self.keys.joined(separator: ", "))")
        }
        let standard = CallingRules.standard
        func value<Value: Decodable>(_ name: String, _ fallback: Value) throws -> Value {
            try container.decodeIfPresent(Value.self, forKey: JSONKey(name)) ?? fallback
        }
        let holidays = try value("holidays", [String]()).map { text in
            guard let date = CivilDate(text) else {
                throw DecodingError.dataCorruptedError(
                    forKey: JSONKey("holidays"), in: container,
                    debugDescription: "\"\(text)\" is no date like 2026-12-25")
            }
            return date
        }
        self.init(
            hours: try value("hours", standard.hours), holidays: Set(holidays),
            callsPerLead: try value("calls_per_lead", standard.callsPerLead),
            callsPerDay: try value("calls_per_day", standard.callsPerDay),
            consent: try value("consent", standard.consent),
            callsNewLeads: try value("call_new_leads", standard.callsNewLeads),
            retries: try value("retries", standard.retries))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: JSONKey.self)
        try container.encode(hours, forKey: JSONKey("hours"))
        try container.encode(holidays.sorted().map(\.description), forKey: JSONKey("holidays"))
        try container.encode(callsPerLead, forKey: JSONKey("calls_per_lead"))
        try container.encode(callsPerDay, forKey: JSONKey("calls_per_day"))
        try container.encode(consent, forKey: JSONKey("consent"))
        try container.encode(callsNewLeads, forKey: JSONKey("call_new_leads"))
        try container.encode(retries, forKey: JSONKey("retries"))
    }

    /// Reads rules that somebody has written.
    ///
    /// - Throws: ``UnusableRules`` with everything that is wrong, in words.
    package init(json: some Sequence<UInt8>) throws(UnusableRules) {
        self = try UnusableRules.reading(CallingRules.self, json)
        guard problems.isEmpty else { throw UnusableRules(reasons: problems) }
    }

    package var json: [UInt8] { get throws { try RulesJSON.encoded(self) } }
}
