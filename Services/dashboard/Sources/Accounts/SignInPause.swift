internal import Foundation

/// How long no password is looked at any more after too many wrong ones.
struct SignInPause: Error, Sendable, Equatable {
    /// At least one; as the header `Retry-After` has it (RFC 9110 §10.2.3).
    let seconds: Int

    init(until end: Date, now: Date = Date()) {
        seconds = max(1, Int(end.timeIntervalSince(now).rounded(.up)))
    }

    /// Whoever waits as long does not come too early.
    private var minutes: Int { (seconds + 59) / 60 }

    /// At the door.
    var toldAtSignIn: Phrase {
        minutes == 1
            ? Phrase(
                "There were too many attempts. Wait a minute, or set a new password.",
                es: "Ha habido demasiados intentos. Espere un minuto o establezca una contraseña nueva.")
            : Phrase(
                "There were too many attempts. Wait \(minutes) minutes, or set a new password.",
                es: "Ha habido demasiados intentos. Espere \(minutes) minutos o establezca una contraseña nueva.")
    }

    /// To somebody who is in.
    var toldInside: Phrase {
        minutes == 1
            ? Phrase(
                "There were too many attempts. Wait a minute.", es: "Ha habido demasiados intentos. Espere un minuto.")
            : Phrase(
                "There were too many attempts. Wait \(minutes) minutes.",
                es: "Ha habido demasiados intentos. Espere \(minutes) minutos.")
    }
}
