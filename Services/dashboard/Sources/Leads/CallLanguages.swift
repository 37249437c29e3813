internal import Vapi

/// The languages that a call can be held in.
struct CallLanguages: Sendable {
    /// Primary subtags of BCP 47.
    let primary: Set<String>

    /// - Throws: when the lists that they come from cannot be used. The service reads them once, and does not start without them.
    init() throws { primary = try VoiceLanguages().all }

    /// Whether a tag is of one of them; it may name a region too, as a form may have said it.
    func contains(_ tag: String) -> Bool {
        let parts = tag.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, parts.count <= 3, parts.allSatisfy({ (1...8).contains($0.utf8.count) }) else {
            return false
        }
        return primary.contains(String(first))
            && parts.allSatisfy { $0.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
    }
}

extension PageFrame {
    /// The languages that calls can be held in, by their names in the viewer's language.
    ///
    /// - Parameter chosen: is among them in any case, as ``PlaceChoices`` has it.
    func languageOptions(
        _ languages: CallLanguages, chosen: String, none: Phrase
    ) -> [(value: String, text: String)] {
        let tags = chosen.isEmpty ? languages.primary : languages.primary.union([chosen])
        return [("", words(none))] + sorted(tags.map { ($0, languageName($0)) })
    }
}
