/// Whether a message as a whole says that its sender wants no more messages, or wants them again.
///
/// Twilio's own words (https://help.twilio.com/articles/223134027), those usual in the other languages that are spoken
/// here, and a few phrases that cannot mean anything else. A word within a sentence says nothing.
package enum StopWords {
    package enum Verdict: String, Sendable, Equatable {
        case stop, start, help, none
    }

    /// - Parameters:
    ///   - optOutType: Twilio's own verdict, for words that are set at Twilio. A stop counts whoever sees it.
    ///   - channel: by SMS Twilio takes some words for a wish that elsewhere are only an answer, such as `cancel` and `yes`.
    package static func verdict(
        of body: String, optOutType: String?, by channel: TwilioMessage.Channel = .sms
    ) -> Verdict {
        let own = verdict(of: words(of: body), bySMS: channel == .sms)
        switch optOutType?.uppercased() {
        case "STOP": return .stop
        case "START": return own == .stop ? .stop : .start
        case "HELP": return own == .stop ? .stop : .help
        default: return own
        }
    }

    private static func verdict(of words: [String], bySMS isSMS: Bool) -> Verdict {
        // Anything longer is no phrase of these.
        guard !words.isEmpty, words.count <= 12 else { return .none }
        // STOP STOP STOP
        let text = Set(words).count == 1 ? words[0] : words.joined(separator: " ")
        if StopVocabulary.stop.contains(text) || isSMS && StopVocabulary.ambiguousStop.contains(text) { return .stop }
        if StopVocabulary.start.contains(text) || isSMS && StopVocabulary.ambiguousStart.contains(text) {
            return .start
        }
        if StopVocabulary.help.contains(text) { return .help }
        let bare = StopVocabulary.withoutCourtesy(text)
        return StopVocabulary.stop.contains(bare) ? .stop : .none
    }

    /// Lower case, without accents, punctuation, symbols and what cannot be seen; an apostrophe joins.
    static func words(of text: String) -> [String] {
        var words: [String] = [""]
        for scalar in text.lowercased().unicodeScalars {
            switch scalar.properties.generalCategory {
            case .lowercaseLetter, .otherLetter, .modifierLetter, .decimalNumber:
                words[words.count - 1] += plain[scalar] ?? String(scalar)
            case .nonspacingMark, .enclosingMark, .format: break
            default:
                if scalar == "'" || scalar == "’" || scalar == "ʼ" { break }
                if words.last != "" { words.append("") }
            }
        }
        return words.filter { !$0.isEmpty }
    }

    /// The letters with accents of the languages that are known here; accents that stand alone are left out above.
    private static let plain: [Unicode.Scalar: String] = {
        let rows: [(String, String)] = [
            ("àáâãäå", "a"), ("ç", "c"), ("èéêë", "e"), ("ìíîï", "i"), ("ñ", "n"), ("òóôõö", "o"), ("ùúûü", "u"),
            ("ýÿ", "y"), ("ß", "ss"), ("œ", "oe"), ("æ", "ae"),
        ]
        return Dictionary(
            rows.flatMap { letters, plain in letters.unicodeScalars.map { ($0, plain) } },
            uniquingKeysWith: { first, _ in first })
    }()
}
