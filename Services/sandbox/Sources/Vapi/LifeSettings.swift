internal import DemoCalls

/// Calls that come and go by themselves, so that there is something to look at.
struct LifeSettings: Sendable, Equatable {
    /// Somebody who calls, and is called.
    struct Person: Sendable, Equatable {
        /// E.164.
        var number: String
        /// Nil for what is spoken where the number is from.
        var language: String?
    }

    /// After how many calls it gets quieter: whoever lets it run overnight shall not find the disk full of recordings.
    static let livelyCalls = 100
    /// How much rarer calls are then.
    static let quietFactor = 10

    /// About how long from the beginning of one call to that of the next; zero for none at all.
    var interval = Duration.zero
    /// Nobody: each call is by a stranger.
    var people: [Person] = []

    /// How long to wait for the next call.
    ///
    /// - Parameters:
    ///   - calls: how many there have been.
    ///   - chance: from 0 up to 1; from half as long to half as long again.
    func pause(after calls: Int, chance: Double) -> Duration {
        interval * (0.5 + chance) * (calls < Self.livelyCalls ? 1 : Self.quietFactor)
    }
}

extension LifeSettings.Person {
    /// `+493023125003`, or `+493023125003:tr`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        let digits = parts[0].dropFirst()
        guard parts.count <= 2, parts[0].hasPrefix("+"), (7...15).contains(digits.count),
            digits.allSatisfy({ $0.isASCII && $0.isNumber }), digits.first != "0"
        else { return nil }
        guard parts.count == 1 || DemoLibrary.languages.contains(parts[1]) else { return nil }
        self.init(number: parts[0], language: parts.count == 2 ? parts[1] : nil)
    }
}
