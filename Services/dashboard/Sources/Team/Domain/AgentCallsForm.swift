internal import Territories

/// Which calls an agent is given, as it was typed: where from, how often, and how many.
struct AgentCallsForm: Sendable, Equatable {
    static let mostPatterns = 500

    /// One pattern on a line.
    var territories = ""
    var weight = "1"
    /// Empty: no limit.
    var callsPerDay = ""

    init() {}

    init(_ form: Form) {
        territories = form["territories"]
        weight = form["weight"]
        callsPerDay = form["calls_per_day"]
    }

    /// In order, each once, as they are kept: `DE 101*`.
    var patterns: [String] {
        var seen: Set<String> = []
        return lines.map(\.text).filter { seen.insert($0).inserted }
    }

    /// With their numbers.
    private var lines: [(number: Int, text: String)] {
        territories.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap {
            let words = $1.split(whereSeparator: \.isWhitespace).map { $0.uppercased() }
            return words.isEmpty ? nil : ($0 + 1, words.joined(separator: " "))
        }
    }

    var weightNumber: Int? { Int(weight).flatMap { (0...100).contains($0) ? $0 : nil } }

    var problems: [TeamProblem] {
        var problems: [TeamProblem] = []
        let wrong = lines.filter { $0.text.count > 60 || !Self.isCountry($0.text) || TerritoryPattern($0.text) == nil }
        if let first = wrong.first {
            problems.append(
                .init(
                    "territories", TeamWords.territories, TeamWords.patternIsNone,
                    ["line": "\(first.number)", "text": String(first.text.prefix(60))]))
        } else if patterns.count > Self.mostPatterns {
            problems.append(.init("territories", TeamWords.territories, TeamWords.tooManyPatterns))
        }
        if weightNumber == nil { problems.append(.init("weight", TeamWords.weight, TeamWords.weightIsNone)) }
        if !callsPerDay.isEmpty, cap == nil {
            problems.append(.init("calls_per_day", TeamWords.callsPerDay, TeamWords.capIsNone))
        }
        return problems
    }

    /// Nil for no limit, and for what is no number.
    var cap: Int? { Int(callsPerDay).flatMap { (0...10_000).contains($0) ? $0 : nil } }

    /// As the table has it: two letters, and what follows them after a blank.
    private static func isCountry(_ text: String) -> Bool {
        let country = text.prefix { $0 != " " }
        return country.count == 2 && country.allSatisfy { $0.isASCII && $0.isUppercase }
    }
}
