internal import Twilio

/// What an error of Twilio's says about a number, for all messages to come.
struct NumberFinding: Sendable, Equatable {
    var cause: SuppressionCause
    /// Whether it holds for all agencies: it was said to the number that they share.
    var isEverywhere = false
    /// For how many days; nil for good.
    var days: Int32?
    /// Whether the owners are to be told: something has to be mended.
    var isForOwners = false

    init(cause: SuppressionCause, isEverywhere: Bool = false, days: Int32? = nil, isForOwners: Bool = false) {
        self.cause = cause
        self.isEverywhere = isEverywhere
        self.days = days
        self.isForOwners = isForOwners
    }

    /// Nil when it says nothing about the number.
    init?(errorCode: Int?) {
        switch TwilioErrorClass(code: errorCode) {
        // 21610: a STOP that Twilio knows of, whether or not we do.
        case .optedOut where errorCode == 21610: self.init(cause: .stop, isEverywhere: true)
        // Blocked in WhatsApp: whoever writes to us again has undone it, and nobody can tell us so otherwise.
        case .optedOut: self.init(cause: .blocked, isEverywhere: true, days: 30)
        case .invalidNumber: self.init(cause: .invalid, isForOwners: true)
        // People join.
        case .notOnWhatsApp: self.init(cause: .invalid, days: 30)
        default: return nil
        }
    }
}
