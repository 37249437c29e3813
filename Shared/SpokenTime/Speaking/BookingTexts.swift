/// The sentences of one language, with names in braces for what is put in.
struct BookingTexts: Sendable {
    var free: String
    var nothingFree: String
    var booked: String
    var alreadyBooked: String
    var moved: String
    var cancelled: String
    var taken: String
    /// Comes after a refusal, when there is something to offer.
    var instead: String
    var past: String
    var tooSoon: String
    var tooFar: String
    var outsideHours: String
    var dayFull: String
    var notUnderstood: String
    var whichTime: String
    var noAppointment: String
    var noAgent: String
    var later: String
    var repeatArguments: String

    static func of(_ language: Language) -> BookingTexts {
        switch language {
        case .english: english
        case .spanish: spanish
        case .french: french
        case .german: german
        case .portuguese: portuguese
        case .italian: italian
        }
    }
}
