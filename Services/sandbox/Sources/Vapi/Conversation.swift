internal import DemoCalls

/// What is said in a call that the sandbox plays.
struct Conversation: Sendable, Equatable {
    struct Line: Sendable, Equatable {
        enum Speaker: Sendable {
            case bot, user
        }

        var speaker: Speaker
        var text: String
        /// How many words it counts for, whatever the customer is called.
        var words: Int
    }

    var lines: [Line]
    /// As the model sums it up; for a machine it is invented, as in real calls.
    var summary: String?

    /// - Parameters:
    ///   - customer: the name, if it is known.
    ///   - key: which of the demo agency's conversations; nil for the one about insurance.
    init(outcome: CallOutcome, customer: String?, key: DemoConversationKey? = nil) {
        switch (outcome, key) {
        case (.noAnswer, _), (.busy, _): (lines, summary) = ([], nil)
        case (.talks, let key?):
            let conversation = DemoLibrary.conversation(key)
            lines = (conversation?.lines(name: customer) ?? []).map(Line.init)
            summary = conversation?.summary
        case (.voicemail, let key?):
            let machine = DemoLibrary.machine(in: key.language)
            lines = (machine?.lines ?? []).map(Line.init)
            summary = machine?.summary
        case (.failed, let key?):
            lines = DemoLibrary.greeting(in: key.language).map { [Line($0)] } ?? []
            summary = nil
        case (.talks, nil): (lines, summary) = Self.insurance(customer)
        case (.voicemail, nil):
            lines = [
                Self.greeting(customer),
                Line(.user, "The person you are calling is not available. Please leave a message after the tone."),
            ]
            summary = """
                The customer was friendly, said that they were busy, and agreed to a meeting with an agent on Friday \
                morning to go through the details of the offer.
                """
        case (.failed, nil): (lines, summary) = ([Line(.bot, "Hello, this is Ava, the assistant of the agency.")], nil)
        }
    }

    private static func greeting(_ customer: String?) -> Line {
        let text = "Hello, this is Ava, the assistant of the agency. Am I speaking with "
        return Line(.bot, text + (customer ?? "there") + "?", words: 14)
    }

    private static func insurance(_ customer: String?) -> ([Line], String) {
        let lines = [
            greeting(customer), Line(.user, "Yes, that's me."),
            Line(.bot, "You asked us about insuring your home. Is this still of interest to you?"),
            Line(.user, "It is. My current policy runs out at the end of next month, and it went up again."),
            Line(.bot, "I understand. May one of our agents call you back with an offer?"),
            Line(.user, "Please do. Tomorrow after four would be best. Goodbye."),
        ]
        let summary = """
            \(customer ?? "The customer") confirmed interest in home insurance. The current policy ends next month and \
            has become more expensive. They would like an agent to call back tomorrow after four with an offer.
            """
        return (lines, summary)
    }

    var transcript: String {
        lines.map { "\($0.speaker == .bot ? "AI" : "User"): \($0.text)\n" }.joined()
    }

    /// When each line is said.
    ///
    /// - Parameter seconds: from when somebody picked up until the end; nil for as long as people need.
    func times(lasting seconds: Double? = nil) -> SpokenTimes {
        SpokenTimes(lines.map { ($0.speaker == .bot ? .assistant : .lead, $0.words) }, lasting: seconds)
    }
}

extension Conversation.Line {
    init(_ speaker: Speaker, _ text: String, words: Int? = nil) {
        self.init(speaker: speaker, text: text, words: words ?? text.split(separator: " ").count)
    }

    init(_ line: DemoConversation.Line) {
        self.init(speaker: line.speaker == .assistant ? .bot : .user, text: line.text, words: line.words)
    }
}
