/// How far a long job is.
enum JobState: String, Sendable, CaseIterable {
    /// Nobody is at it: it has not begun, or waits for what it needs.
    case waiting
    case running
    case done, cancelled, failed

    var isUnderWay: Bool { self == .waiting || self == .running }

    var tone: String {
        switch self {
        case .waiting: " warn"
        case .running: " info"
        case .done: " good"
        case .cancelled: ""
        case .failed: " bad"
        }
    }

    /// In words; some of them depend on what the job does.
    func label(running: Phrase, done: Phrase, cancelled: Phrase) -> Phrase {
        switch self {
        case .waiting: Phrase("Waiting", es: "En espera")
        case .running: running
        case .done: done
        case .cancelled: cancelled
        case .failed: Phrase("Failed", es: "Falló")
        }
    }
}
