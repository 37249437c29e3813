internal import CivilTime
package import Foundation

/// Understands when somebody wants an appointment, from a text that a voice model wrote: ISO 8601 in most of its forms, seconds
/// since 1970, or words in the call's language or in English.
///
/// What is not said is assumed as at an office:
/// - An hour from 1 to 7 is one of the afternoon, and 12 is noon, unless a part of the day, AM or PM is named, or the hour is
///   written as one of 24: "02:00" and `2026-12-01T02:00` are at night.
/// - A date without a year is the next such date, today included. A weekday is the next one after today; "next Tuesday" too,
///   unless that is tomorrow: then it is the one a week later.
/// - Of two times that the clock shows twice, the first.
/// - An offset from UTC counts more than the zone that stands beside it.
/// - A text that names two days or two times is not understood.
package struct SpokenTimeReader: Sendable {
    private let zone: TimeZone
    private let now: Date
    private let language: SpokenLanguage

    /// - Parameters:
    ///   - zone: where the clock hangs that is meant, unless the text names another.
    ///   - language: a BCP 47 tag; English when there are no words for it here.
    package init(zone: TimeZone, now: Date, language: String) {
        self.zone = zone
        self.now = now
        self.language = SpokenLanguage(tag: language)
    }

    /// Nil when it is not understood, or longer than 10,000 characters.
    package func read(_ text: String) -> SpokenTime? { findings(text).flatMap(spokenTime) }

    /// Nil when neither is understood.
    ///
    /// - Parameters:
    ///   - date: its day counts, unless `time` names a day and a time of its own.
    ///   - time: its time counts, where it says one.
    package func read(date: String?, time: String?) -> SpokenTime? {
        guard let time = time.flatMap(findings) else { return date.flatMap(read) }
        guard let date = date.flatMap(findings) else { return spokenTime(time) }
        return spokenTime(date.joined(with: time, zone: zone))
    }

    private func spokenTime(_ findings: Findings) -> SpokenTime? {
        let grammar = Vocabulary.of(language.language).grammar
        return Resolver(zone: findings.zone, home: zone, now: now, morningHasNoon: grammar.morningHasNoon)
            .spokenTime(findings)
    }

    private func findings(_ text: String) -> Findings? {
        guard text.utf8.count <= 40_000, text.unicodeScalars.count <= 10_000 else { return nil }
        let text = ZonedText(text)
        guard !text.text.isEmpty else { return nil }
        var findings = timestamp(text.text) ?? words(text.text)
        findings.zone = text.zone
        return findings
    }

    private func timestamp(_ text: String) -> Findings? {
        if let seconds = Timestamp.epoch(text) {
            var findings = Findings()
            findings.instant = Date(timeIntervalSince1970: seconds)
            return findings
        }
        if let whole = Self.findings(ofTimestamp: text) { return whole }
        // Between words: "on 2026-12-01T14:00:00Z, please".
        let marks: Set<Character> = [".", ",", ";", "!", "?", "\"", "'", "(", ")", "`"]
        let parts = text.split(separator: " ").filter { $0.utf8.count >= 13 && $0.utf8.count <= 50 }
            .compactMap { Self.findings(ofTimestamp: String($0.trimmed(marks))) }
            .filter(\.hasTime)
        guard let first = parts.first else { return nil }
        return parts.dropFirst().reduce(into: first) { found, other in
            found.isUnclear = found.isUnclear || other.calendarDay != found.calendarDay || other.time != found.time
        }
    }

    private static func findings(ofTimestamp text: String) -> Findings? {
        var findings = Findings()
        do throws(Impossible) {
            guard let timestamp = try Timestamp.read(text) else { return nil }
            findings.calendarDay = timestamp.day
            findings.time = timestamp.time
            findings.offset = timestamp.offset
        } catch {
            findings.problem = error.reason
        }
        return findings
    }

    /// In the language that knows more of the words: many a model writes English whatever is spoken.
    private func words(_ text: String) -> Findings {
        let tokens = FoldedText.tokens(text)
        let own = findings(tokens, in: language.language)
        guard own.strangers > 0, language.language != .english else { return own }
        let english = findings(tokens, in: .english)
        return english.strangers < own.strangers ? english : own
    }

    private func findings(_ tokens: [Token], in language: Language) -> Findings {
        PhraseParser.findings(in: tokens, vocabulary: .of(language), monthFirst: self.language.monthFirst)
    }
}
