internal import HTTPTypes

/// Why something that was wished of another service is not known to be done: the same words and the same status wherever it was
/// wished.
enum NotDone: Error, Sendable, Equatable {
    /// It cannot be done, and nothing was changed. The reason is for people, in English.
    case refused(String)
    /// It could not be done now, and nothing was changed.
    case failed
    /// There was no answer in time, so it may have been done.
    case unknown

    var status: HTTPResponse.Status {
        switch self {
        case .refused: .unprocessableContent
        case .failed, .unknown: .serviceUnavailable
        }
    }

    /// As a page says it. Reasons that are known are said in the reader's language; others are marked as the English they are
    /// (WCAG 2.2, 3.1.2).
    func html(_ words: Words) -> HTML {
        switch self {
        case .refused(let reason):
            if let known = CallRefusal.known(reason, words) { return HTML(known) }
            return #"\#(words(.wishRefused)) <span lang="en">\#(Self.sentence(reason))</span>"#
        case .failed: return HTML(words(.wishFailed))
        case .unknown: return HTML(words(.wishUnknown))
        }
    }

    /// Services' reasons have no full stop, unless they are several sentences.
    private static func sentence(_ reason: String) -> String {
        reason.last.map { ".!?".contains($0) } == true ? reason : "\(reason)."
    }
}

extension PageFrame {
    /// Why something was not done, above a page or a form.
    func alert(_ why: NotDone) -> HTML {
        #"<div class="notice bad" role="alert"><p>\#(why.html(words))</p></div>"#
    }
}

extension Phrase {
    static let wishRefused = Phrase("It was not done:", es: "No se ha hecho:")
    static let wishFailed = Phrase(
        "It could not be done right now, and nothing was changed. Try again in a minute.",
        es: "Ahora mismo no se ha podido hacer y no se ha cambiado nada. Inténtelo de nuevo en un minuto.")
    static let wishUnknown = Phrase(
        "There was no answer in time, so it may have been done all the same. Look again in a minute before you repeat it.",
        es:
            "No hubo respuesta a tiempo, así que puede que se haya hecho de todos modos. Compruébelo en un minuto antes de repetirlo."
    )
}
