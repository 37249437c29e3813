/// What is said in a call that the sandbox plays.
struct Conversation: Sendable, Equatable {
    struct Line: Sendable, Equatable {
        enum Speaker: Sendable {
            case bot, user
        }

        var speaker: Speaker
        var text: String
    }

    var lines: [Line]
    /// As the model sums it up; for a machine it is invented, as in real calls.
    var summary: String?

    init(outcome: CallOutcome, customer: String?) {
        let name = customer ?? "there"
        switch outcome {
        case .talks:
            lines = [
                Line(.bot, "Hello, this is Ava, the assistant of the agency. Am I speaking with \(name)?"),
                Line(.user, "Yes, that's me."),
                Line(.bot, "You asked us about insuring your home. Is this still of interest to you?"),
                Line(.user, "It is. My current policy runs out at the end of next month, and it went up again."),
                Line(.bot, "I understand. May one of our agents call you back with an offer?"),
                Line(.user, "Please do. Tomorrow after four would be best. Goodbye."),
            ]
            summary = """
                \(customer ?? "The customer") confirmed interest in home insurance. The current policy ends next month and \
                has become more expensive. They would like an agent to call back tomorrow after four with an offer.
                """
        case .voicemail:
            lines = [
                Line(.bot, "Hello, this is Ava, the assistant of the agency. Am I speaking with \(name)?"),
                Line(.user, "The person you are calling is not available. Please leave a message after the tone."),
            ]
            summary = """
                The customer was friendly, said that they were busy, and agreed to a meeting with an agent on Friday \
                morning to go through the details of the offer.
                """
        case .failed:
            lines = [Line(.bot, "Hello, this is Ava, the assistant of the agency.")]
            summary = nil
        case .noAnswer, .busy:
            lines = []
            summary = nil
        }
    }

    var transcript: String {
        lines.map { "\($0.speaker == .bot ? "AI" : "User"): \($0.text)\n" }.joined()
    }
}

extension Conversation.Line {
    init(_ speaker: Speaker, _ text: String) {
        self.init(speaker: speaker, text: text)
    }
}
