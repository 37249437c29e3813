/// What the assistant is told of appointments, as sentences that it may read out: one line each.
///
/// Days and times go in as ``TimeSpeaker`` says them.
package struct BookingPhrases: Sendable {
    /// Why an appointment cannot be at a time.
    package enum Reason: Sendable, Hashable, CaseIterable {
        case past, tooSoon, tooFar, outsideHours, dayFull
    }

    private let texts: BookingTexts

    /// - Parameters:
    ///   - language: a BCP 47 tag; English when there are no words for it here.
    package init(language: String) { texts = .of(SpokenLanguage(tag: language).language) }

    /// These times are free.
    package func free(_ slots: String) -> String { filled(texts.free, ["slots": slots]) }

    /// Nothing is free on that day, or around that time.
    package func nothingFree(_ what: String) -> String { filled(texts.nothingFree, ["what": what]) }

    package func booked(_ when: String, with agent: String) -> String {
        filled(texts.booked, ["when": when, "agent": agent])
    }

    /// The customer has this appointment.
    package func alreadyBooked(_ when: String) -> String { filled(texts.alreadyBooked, ["when": when]) }

    package func moved(_ when: String, with agent: String) -> String {
        filled(texts.moved, ["when": when, "agent": agent])
    }

    package func cancelled(_ when: String) -> String { filled(texts.cancelled, ["when": when]) }

    /// That time is free no longer.
    package func taken(_ alternatives: String?) -> String { texts.taken + offer(alternatives) }

    package func notPossible(_ reason: Reason, alternatives: String?) -> String {
        let text =
            switch reason {
            case .past: texts.past
            case .tooSoon: texts.tooSoon
            case .tooFar: texts.tooFar
            case .outsideHours: texts.outsideHours
            case .dayFull: texts.dayFull
            }
        return text + offer(alternatives)
    }

    /// Day and time should be said again.
    package var notUnderstood: String { texts.notUnderstood }

    /// The day is known; which of these times shall it be?
    package func whichTime(_ day: String, _ slots: String) -> String {
        filled(texts.whichTime, ["day": day, "slots": slots])
    }

    /// There is none to move or cancel.
    package var noAppointment: String { texts.noAppointment }

    /// Nobody takes appointments at present.
    package var noAgent: String { texts.noAgent }

    /// It cannot be done at present.
    package var later: String { texts.later }

    /// The request was cut off and should be made again.
    package var repeatArguments: String { texts.repeatArguments }

    private func offer(_ alternatives: String?) -> String {
        guard let alternatives, !alternatives.isEmpty else { return "" }
        return " " + filled(texts.instead, ["slots": alternatives])
    }

    /// In one pass, so that what is put in is not looked through, and in one line.
    private func filled(_ text: String, _ values: [String: String]) -> String {
        let parts = text.split(separator: "{", omittingEmptySubsequences: false)
        return parts.dropFirst().reduce(into: String(parts.first ?? "")) { filled, part in
            let halves = part.split(separator: "}", maxSplits: 1, omittingEmptySubsequences: false)
            let value = values[String(halves[0])] ?? ""
            filled += String(value.map { $0.isNewline ? " " : $0 }) + (halves.count > 1 ? halves[1] : "")
        }
    }
}
