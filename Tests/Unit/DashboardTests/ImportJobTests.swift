import CSV
import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct ImportRowTests {
    @Test func aRowComesBackAsItWasPutAway() throws {
        var decoder = CSVDecoder()
        let text = "Name,Tel\r\n\"Rosa \"\"R\"\"\",\"1,\n2\"\r\n,\r\n\"Ana\" x,3\r\n"
        let rows = decoder.feed(Array(text.utf8)) + decoder.finish()
        #expect(rows.count >= 4)
        for row in rows {
            let kept = ImportRow(row)
            let json = try kept.problems.json()
            let back = ImportRow(
                line: kept.lines.lowerBound, lastLine: kept.lines.upperBound, cells: kept.cells,
                problems: [RowProblem](json: json.map { Array($0.utf8) }))
            #expect(back.row == row)
        }
    }
}

@Suite struct CheckedPieceTests {
    private static let mapping = ColumnMapping(columns: [.name, .phone, .email], hasHeader: true)

    private static func planner() throws -> ImportPlanner {
        ImportPlanner(
            mapping: mapping, defaults: ImportDefaults(country: "ES"), readers: ImportReaders(try CallLanguages()))
    }

    private static func rows(_ text: String) -> [ImportRow] {
        var decoder = CSVDecoder()
        return (decoder.feed(Array(text.utf8)) + decoder.finish()).map { ImportRow($0) }
    }

    private static let file = """
        Name,Tel,Mail
        Rosa,612 555 018,rosa@example.com
        Ana,612 55,
        Rosa again,+34 612 555 018,
        Luis,612 555 019,luis@@example
        """

    @Test func eachRowHasItsOutcome() throws {
        var planner = try Self.planner()
        let piece = CheckedPiece(Self.rows(Self.file), of: UUID(), &planner)
        let findings = try piece.findings()
        #expect(findings.lines == [1, 2, 3, 4, 5])
        #expect(findings.states == ["blank", "good", "refused", "duplicate", "good"])
        #expect(findings.phones == [nil, "+34612555018", nil, "+34612555018", "+34612555019"])
        #expect(findings.problems.map { $0 == nil } == [true, true, false, false, false])
        #expect(piece.phones == ["+34612555018", "+34612555019"])
        #expect(piece.tally == ImportTally(accepted: 2, refused: 1, duplicates: 1, blank: 1, incomplete: 1))
    }

    /// Whoever takes over has the planner see the rows before, and comes to the same.
    @Test(arguments: 0...5)
    func goingOnAnywhereComesToTheSame(_ position: Int) throws {
        let rows = Self.rows(Self.file)
        var whole = try Self.planner()
        let expected = try CheckedPiece(rows, of: UUID(), &whole).findings()
        var resumed = try Self.planner()
        for row in rows.prefix(position) { _ = resumed.take(row.row) }
        let rest = try CheckedPiece(Array(rows.dropFirst(position)), of: UUID(), &resumed).findings()
        #expect(rest.states == Array(expected.states.dropFirst(position)))
        #expect(rest.problems == Array(expected.problems.dropFirst(position)))
    }
}

@Suite struct ImportOptionsTests {
    private static func options(_ fields: [(String, String)]) -> ImportOptions {
        ImportOptions(Form([("country", "ES"), ("source", "Fair")] + fields))
    }

    private static func problems(_ fields: [(String, String)]) throws -> [ImportOptions.Field: Phrase] {
        options(fields).problems(languages: try CallLanguages())
    }

    @Test func whatIsEnoughIsEnough() throws {
        #expect(try Self.problems([]).isEmpty)
        #expect(try Self.problems([("consent", "inquiry"), ("language", "pt-BR")]).isEmpty)
    }

    @Test func anAgreementNeedsItsWords() throws {
        #expect(Set(try Self.problems([("consent", "express")]).keys) == [.statement])
        #expect(try Self.problems([("consent", "express"), ("statement", "I agree.")]).isEmpty)
    }

    @Test func whatIsOnNoListIsRefused() throws {
        let problems = try Self.problems([
            ("country", "XX"), ("language", "tlh"), ("consent", "refused"), ("source", ""), ("statement", "a\0"),
        ])
        #expect(Set(problems.keys) == [.country, .language, .consent, .source, .statement])
    }
}

@Suite struct ColumnMappingFormTests {
    private static let guessed = ColumnMapping(columns: [.name, .phone, .ignore], hasHeader: true)

    @Test func whatIsChosenCountsAndTheRestStays() throws {
        let mapping = try ColumnMapping(Form([("c2", "email"), ("header", "1")]), of: Self.guessed)
        #expect(mapping == ColumnMapping(columns: [.name, .phone, .email], hasHeader: true))
        #expect(mapping.problem == nil)
        #expect(try !ColumnMapping(Form([]), of: Self.guessed).hasHeader)
    }

    @Test func aColumnThatThereIsNotIsAnError() {
        #expect(throws: BadRequest.self) { try ColumnMapping(Form([("c0", "shoe_size")]), of: Self.guessed) }
    }

    @Test func aMappingNeedsNumbersAndNothingTwice() {
        #expect(ColumnMapping(columns: [.name], hasHeader: true).problem != nil)
        #expect(ColumnMapping(columns: [.phone, .name, .name], hasHeader: true).problem != nil)
        #expect(ColumnMapping(columns: [.phone, .phone, .notes, .notes], hasHeader: true).problem == nil)
    }
}
