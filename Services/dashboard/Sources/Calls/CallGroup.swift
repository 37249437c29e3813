internal import Contracts

/// What became of a call, in the words that people use: the finer facts are on its own page. The same as `call_group()` in the
/// database.
enum CallGroup: String, Sendable, CaseIterable {
    case answered
    case noAnswer = "no-answer"
    case busy
    case voicemail
    case optedOut = "opted-out"
    case failed
    case underWay = "under-way"

    /// - Parameters: as `call_logs` has them.
    init(status: String, outcome: String?) {
        self =
            switch outcome.flatMap({ CallOutcome(rawValue: $0) }) {
            case .voicemail: .voicemail
            case .optedOut: .optedOut
            case .noAnswer: .noAnswer
            case .busy: .busy
            case .conversation, .transferred: .answered
            case .transferFailed, .platformFault, .configurationFault, .failed: .failed
            case .unknown, nil:
                switch CallStatus(rawValue: status) {
                case .completed: .answered
                case .noAnswer: .noAnswer
                case .busy: .busy
                case .failed: .failed
                case .queued, .ringing, .inProgress, nil: .underWay
                }
            }
    }

    var label: Phrase {
        switch self {
        case .answered: Phrase("Answered", es: "Contestada")
        case .noAnswer: Phrase("No answer", es: "Sin respuesta")
        case .busy: Phrase("Busy", es: "Ocupado")
        case .voicemail: Phrase("Voicemail", es: "Buzón de voz")
        case .optedOut: Phrase("Opted out", es: "Se dio de baja")
        case .failed: Phrase("Failed", es: "Fallida")
        case .underWay: Phrase("In progress", es: "En curso")
        }
    }

    /// A badge's colour; the words say the same.
    var tone: String {
        switch self {
        case .answered: " good"
        case .noAnswer: ""
        case .busy, .voicemail, .optedOut: " warn"
        case .failed: " bad"
        case .underWay: " info"
        }
    }

    func badge(_ words: Words) -> HTML { #"<span class="badge\#(tone)">\#(words(label))</span>"# }
}
