/// When each line of a conversation is said, in seconds from when somebody picked up.
package struct SpokenTimes: Sendable, Equatable {
    /// How fast people speak on the telephone.
    package static let wordsPerSecond = 2.3
    private static let shortestLine = 0.7
    private static let beforeFirst = 0.6
    /// An assistant has to understand before it answers; people are a little quicker.
    private static let beforeAssistant = 0.9
    private static let beforeLead = 0.6
    private static let afterLast = 0.8

    package let lines: [Range<Double>]
    /// Of the whole conversation, until somebody hangs up.
    package let seconds: Double

    /// - Parameters:
    ///   - lines: who says how many words.
    ///   - seconds: how long all of it takes; nil for as long as it needs. Other times are stretched or shortened.
    package init(_ lines: [(speaker: DemoConversation.Speaker, words: Int)], lasting seconds: Double? = nil) {
        var time = 0.0
        var natural: [Range<Double>] = []
        for (index, line) in lines.enumerated() {
            time +=
                index == 0 ? Self.beforeFirst : (line.speaker == .assistant ? Self.beforeAssistant : Self.beforeLead)
            let length = max(Self.shortestLine, Double(line.words) / Self.wordsPerSecond)
            natural.append(time..<(time + length))
            time += length
        }
        time += Self.afterLast
        // Whole milliseconds, as reports and links have them.
        let total = seconds ?? (time * 1000).rounded() / 1000
        let scale = total / time
        self.lines = natural.map { ($0.lowerBound * scale)..<($0.upperBound * scale) }
        self.seconds = total
    }

    package init(_ lines: [DemoConversation.Line], lasting seconds: Double? = nil) {
        self.init(lines.map { ($0.speaker, $0.words) }, lasting: seconds)
    }
}
