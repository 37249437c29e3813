internal import CSV
internal import Contracts
internal import Foundation
internal import LeadWords

/// A row of a file between its upload and its import.
struct ImportRow: Sendable {
    var lines: ClosedRange<Int>
    /// Nil where the file cannot be read.
    var cells: [String]?
    var problems: [RowProblem] = []

    init(_ row: CSVRow) {
        lines = row.lines
        switch row {
        case .record(let record): cells = record.fields
        case .problem(let problem): problems = [RowProblem(problem)]
        }
    }

    init(line: Int, lastLine: Int, cells: [String]?, problems: [RowProblem]) {
        lines = line...max(line, lastLine)
        self.cells = cells
        self.problems = problems
    }

    /// As the file had it.
    var row: CSVRow {
        if let cells { return .record(CSVRecord(lines: lines, fields: cells)) }
        let problem = problems.first
        let kind = CSVProblem.Kind.allCases.first { RowProblem.Code($0) == problem?.code } ?? .invalidText
        return .problem(
            CSVProblem(kind: kind, lines: lines, column: problem?.column ?? 1, excerpt: problem?.value ?? ""))
    }

    /// Bytes, roughly.
    var size: Int { 64 + (cells?.reduce(0) { $0 + $1.utf8.count + 8 } ?? 100) }
}

extension [RowProblem] {
    /// Nil when there is none.
    func json() throws -> String? {
        isEmpty ? nil : String(decoding: try ContractJSON.encode(self), as: UTF8.self)
    }

    init(json: [UInt8]?) { self = json.flatMap { try? ContractJSON.decode([RowProblem].self, from: $0) } ?? [] }
}

extension ImportReaders {
    /// The same words as leads that come by webhook are read with.
    init(_ languages: CallLanguages) {
        let names = LanguageNames(codes: languages.primary)
        self.init(
            country: { CountryCode.read($0) }, language: { names.tag($0) },
            usualLanguage: { LanguageNames.usual(inCountry: $0) }, consent: { ConsentWords.kind(of: $0) })
    }
}
