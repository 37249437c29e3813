internal import Contracts
internal import Foundation

/// How long recordings are kept.
struct RecordingsForm: RulesForm {
    static let tab = SettingsTab.recordings
    static let action = "settings.recordings"

    /// As typed; empty: until somebody deletes them.
    var days: String

    /// - Parameter stored: `{"retention_days": 90}`, or without.
    init(stored: String) {
        struct Stored: Decodable {
            var retentionDays: Int?

            private enum CodingKeys: String, CodingKey {
                case retentionDays = "retention_days"
            }
        }
        let read = try? JSONDecoder().decode(Stored.self, from: Data(stored.utf8))
        days = read?.retentionDays.map { "\($0)" } ?? ""
    }

    init(_ form: Form) { days = form["retention_days"] }

    func command(_ check: inout FormCheck) -> ConfigureRecordings? {
        let read = check.optionalNumber(days, "retention_days", .recordingsKeep, 1...36_500)
        return check.isFine ? ConfigureRecordings(retentionDays: read) : nil
    }

    func fields(_ view: FieldView) -> HTML {
        """
        \(view.number("retention_days", .recordingsKeep, days, hint: .recordingsHint, standard: view.words(.recordingsForGood)))
        <p class="muted small">\(view.words(.recordingsNote))</p>
        """
    }
}

extension Phrase {
    static let recordingsKeep = Phrase("Keep recordings for, days", es: "Conservar las grabaciones, días")
    static let recordingsHint = Phrase(
        "Empty: until somebody deletes them.", es: "Vacío: hasta que alguien las elimine.")
    static let recordingsForGood = Phrase("until somebody deletes them", es: "hasta que alguien las elimine")
    static let recordingsNote = Phrase(
        "A shorter time also removes, within an hour or so, older recordings that are there. Transcripts stay.",
        es:
            "Un plazo más corto elimina también, en una hora aproximadamente, las grabaciones más antiguas. Las transcripciones se conservan."
    )
}
