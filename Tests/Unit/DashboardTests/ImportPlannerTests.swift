import CSV
import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct ImportPlannerTests {
    @Test func aRowBecomesAPerson() throws {
        let plan = ImportPlan(
            """
            Vorname;Nachname;Telefon;E-Mail;PLZ;Land;Sprache;Zeitzone;Notizen;Einwilligung
             Anna ;Müller;030 / 1234567;anna@example.com;10115;Germany;Deutsch;Europe/Berlin;"likes tea
            and walks";yes

            """)
        let lead = try #require(plan.leads.first)
        #expect(
            lead
                == LeadRow(
                    line: 2, name: "Anna Müller", phone: "+49301234567", phoneGiven: "030 / 1234567",
                    email: "anna@example.com", postcode: "10115", country: "DE", countryIsGiven: true,
                    preferredLanguage: "de", languageIsGiven: true, timeZone: "Europe/Berlin",
                    timeZoneGiven: "Europe/Berlin",
                    notes: "likes tea\nand walks", consent: .expressWritten))
        #expect(plan.problems.isEmpty)
        #expect(plan.tally == ImportTally(accepted: 1))
    }

    @Test func theNumberSaysWhatTheRowDoesNot() throws {
        let plan = ImportPlan("name,phone,postcode\nAnna,+1 212 555 0123,\nBen,+1 206 555 0123,98101\n")
        #expect(plan.leads.map(\.country) == ["US", "US"] && plan.leads.allSatisfy { !$0.countryIsGiven })
        #expect(plan.leads.map(\.preferredLanguage) == ["en", "en"])
        #expect(plan.leads.map(\.languageIsGiven) == [false, false])
        #expect(plan.leads.map(\.timeZone) == ["America/New_York", "America/Los_Angeles"])
        #expect(plan.leads.map(\.consent) == [nil, nil])
    }

    @Test func theChosenLanguageIsForRowsWithoutOne() {
        let text = "name,phone,language\nAnna,+49301234567,\nBen,+49301234568,en-US\nCarl,+49301234569,Klingon\n"
        let plan = ImportPlan(text, language: "es")
        #expect(plan.leads.map(\.preferredLanguage) == ["es", "en-US", "es"])
        #expect(plan.leads.map(\.languageIsGiven) == [false, true, false])
        #expect(plan.problems == [RowProblem(line: 4, column: 3, code: .languageUnknown, value: "Klingon")])
        #expect(plan.tally == ImportTally(accepted: 3, incomplete: 1))
    }

    @Test func theSameNumberIsTakenOnceHoweverItIsWritten() {
        let plan = ImportPlan(
            "name,phone\nAnna,030 1234567\nBen,+49301234568\nAnna S.,0049 30 1234567\nAnn,(030) 123-4567\nX,030\n")
        #expect(plan.leads.map(\.name) == ["Anna", "Ben"])
        #expect(plan.codes == [.duplicate, .duplicate, .phoneTooShort])
        #expect(plan.problems.map(\.firstLine) == [2, 2, nil])
        #expect(plan.problems.map(\.line) == [4, 5, 6])
        #expect(plan.tally == ImportTally(accepted: 2, refused: 1, duplicates: 2))
    }

    /// A number that is refused for another reason does not make the next one a duplicate.
    @Test func onlyWhatIsTakenMakesADuplicate() {
        let plan = ImportPlan("name,phone\n=A1,+49301234567\nAnna,+49301234567\n")
        #expect(plan.codes == [.formula])
        #expect(plan.leads.map(\.line) == [3])
    }

    @Test func linesAreThoseOfTheFile() {
        let plan = ImportPlan("sep=,\n\nname,phone,notes\n\nAnna,+49301234567,\"a\n\nb\"\n,,\nBen,nothing,\n")
        #expect(plan.leads.map(\.line) == [5])
        #expect(plan.problems.map(\.line) == [9])
        #expect(plan.tally == ImportTally(accepted: 1, refused: 1, blank: 1))
    }

    @Test func whatTheReaderCannotReadIsListedWithTheRest() {
        let plan = ImportPlan("name,phone\nAnna,\"+49301234567\nBen,+49301234568\n\"C\"x,1\nD\u{0},2\n")
        #expect(plan.codes == [.unterminatedQuote, .textAfterQuote, .nul])
        #expect(plan.problems.map(\.line) == [2, 4, 5])
        #expect(plan.problems.map(\.column) == [2, 1, 1])
        #expect(plan.leads.map(\.name) == ["Ben"])
    }

    @Test func everyProblemOfTheReaderHasACode() {
        for kind in CSVProblem.Kind.allCases {
            let problem = RowProblem(CSVProblem(kind: kind, lines: 3...5, column: 2, excerpt: "x"))
            #expect(problem.code.refusesRow)
            #expect((problem.line, problem.lastLine, problem.column, problem.value) == (3, 5, 2, "x"))
        }
    }

    @Test func aFileThatIsTooLongIsSaidOnce() {
        let plan = ImportPlan("phone\n+49301234561\n+49301234562\n+49301234563\n+49301234564\n", mostRows: 2)
        #expect(plan.leads.count == 2)
        #expect(plan.problems == [RowProblem(line: 4, column: nil, code: .tooManyRows, value: "")])
    }

    @Test func aCellPastTheLastColumnShowsADelimiterTooMuch() {
        let plan = ImportPlan("name,phone\nSmith, Anna,+49301234567\nBen,+49301234568,,\n")
        #expect(plan.problems == [RowProblem(line: 2, column: 3, code: .extraCells, value: "+49301234567")])
        #expect(plan.leads.map(\.name) == ["Ben"])
    }

    @Test func theSameFileGivesTheSamePlan() {
        let text = "name,phone\nAnna,+49301234567\nBen,+49301234567\nC,x\n"
        #expect(ImportPlan(text).rows == ImportPlan(text).rows)
    }

    /// Everything at once: a byte order mark, broken quotes, formulas, duplicates and cells of three megabytes among
    /// good rows.
    @Test func aLargeFileOfAllKindsIsSorted() {
        var bytes = CSVEncoder.byteOrderMark + Array("name;phone;email\r\n".utf8)
        let large = String(repeating: "x", count: 3 << 20)
        for index in 0..<20_000 {
            let phone = "+4930\(1_000_000 + index)"
            let row =
                switch index % 10_000 {
                case 9000: "\"Anna;\(phone);a@example.com\r\n"
                case 9100: "=HYPERLINK(\"http://example.com\");\(phone);a@example.com\r\n"
                case 9200: "Ben;+49301000000;b@example.com\r\n"
                case 9300 where index > 10_000: "\(large);\(phone);c@example.com\r\n"
                default: "Zoë;\(phone);z@example.com\r\n"
                }
            bytes += row.utf8
        }
        let plan = ImportPlan(bytes)
        #expect(plan.tally == ImportTally(accepted: 19_993, refused: 5, duplicates: 2))
        func lines(_ code: RowProblem.Code) -> [Int] { plan.problems.filter { $0.code == code }.map(\.line) }
        // The first row is in line 2.
        let thousands = [0, 10_000]
        #expect(lines(.unterminatedQuote) == thousands.map { $0 + 9002 })
        #expect(lines(.formula) == thousands.map { $0 + 9102 })
        #expect(lines(.duplicate) == thousands.map { $0 + 9202 })
        #expect(lines(.cellTooLong) == [19_302])
        #expect(plan.problems.allSatisfy { $0.value.unicodeScalars.count <= 80 })
    }
}
