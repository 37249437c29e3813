import CSV
import Contracts

@testable import Dashboard

/// What the planner says about a file.
struct ImportPlan {
    var rows: [PlannedRow] = []
    var tally = ImportTally()

    static let readers = ImportReaders(
        country: { ["de": "DE", "germany": "DE", "us": "US", "usa": "US", "es": "ES", "es ": "ES"][$0.lowercased()] },
        language: { ["de": "de", "deutsch": "de", "en-us": "en-US", "english": "en"][$0.lowercased()] },
        usualLanguage: { ["DE": "de", "US": "en", "ES": "es"][$0] },
        consent: { ["yes": .expressWritten, "no": .refused][$0] ?? .inquiry })

    init(
        _ bytes: [UInt8], mapping: ColumnMapping? = nil, country: String = "DE", language: String? = nil,
        mostRows: Int = ImportPlanner.mostRows
    ) {
        var decoder = CSVDecoder()
        var read = decoder.feed(bytes)
        read += decoder.finish()
        var guessed = ColumnMapping(columns: [], hasHeader: true)
        if case .record(let header)? = read.first { guessed = .guess(headers: header.fields) }
        var planner = ImportPlanner(
            mapping: mapping ?? guessed, defaults: ImportDefaults(country: country, language: language),
            readers: Self.readers, mostRows: mostRows)
        rows = read.compactMap { planner.take($0) }
        tally = planner.tally
    }

    init(
        _ text: String, mapping: ColumnMapping? = nil, country: String = "DE", language: String? = nil,
        mostRows: Int = ImportPlanner.mostRows
    ) {
        self.init(Array(text.utf8), mapping: mapping, country: country, language: language, mostRows: mostRows)
    }

    var leads: [LeadRow] {
        rows.compactMap { if case .accepted(let lead, _) = $0 { lead } else { nil } }
    }

    var problems: [RowProblem] { rows.flatMap(\.problems) }
    var codes: [RowProblem.Code] { problems.map(\.code) }
}
