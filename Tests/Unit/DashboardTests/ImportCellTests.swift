import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct ImportCellTests {
    private static func plan(_ name: String, _ phone: String = "+49301234567", _ email: String = "") -> ImportPlan {
        func quoted(_ text: String) -> String { "\"\(text.replacing("\"", with: "\"\""))\"" }
        return ImportPlan("name,phone,email\n\(quoted(name)),\(quoted(phone)),\(quoted(email))\n")
    }

    @Test(arguments: [
        "=HYPERLINK(\"http://example.com\",\"Anna\")", "=1+1", "@SUM(A1)", "+1+1", "-2+3+cmd|' /C calc'!A0", " =A1",
        "\t=A1",
        "'=A1", "＝A1",
    ])
    func aFormulaIsNoNameAndNoAddress(text: String) {
        #expect(Self.plan(text).codes == [.formula])
        #expect(Self.plan("Anna", "+49301234567", text).codes.last == .formula || text.hasPrefix("'"))
        #expect(Self.plan("Anna", "+49301234567", text).leads.compactMap(\.email).isEmpty)
    }

    @Test(arguments: ["-", "–", "--", "", "  "])
    func dashesAreNothing(text: String) {
        let plan = Self.plan(text, "+49301234567", text)
        #expect(plan.leads.map(\.name) == [nil])
        #expect(plan.leads.map(\.email) == [nil])
        #expect(plan.problems.isEmpty)
    }

    @Test func whatCannotBeSeenIsLeftOut() {
        #expect(Self.plan("\u{202E}Anna\u{202C}\u{200B}  \u{A0}Smith\u{FEFF}").leads.map(\.name) == ["Anna Smith"])
        // As copied from a telephone book of Windows.
        #expect(Self.plan("Anna", "\u{202A}+49 30 1234567\u{202C}").leads.map(\.phone) == ["+49301234567"])
        // The joiner is part of how it is written.
        #expect(Self.plan("مه\u{200C}ناز").leads.map(\.name) == ["مه\u{200C}ناز"])
    }

    @Test func controlsAndLineBreaksAreProblems() {
        #expect(Self.plan("An\u{7}na").codes == [.controlCharacter])
        #expect(Self.plan("An\u{9B}na").codes == [.controlCharacter])
        #expect(Self.plan("Anna\nBen").codes == [.lineBreak])
        #expect(Self.plan("Anna\u{2028}Ben").codes == [.lineBreak])
        #expect(Self.plan("Anna\r\n").leads.map(\.name) == ["Anna"])
    }

    @Test func aNameHasAnEnd() {
        let name = String(repeating: "é", count: 200)
        #expect(Self.plan(name).leads.map(\.name) == [name])
        let plan = Self.plan(name + "é")
        #expect(plan.codes == [.nameTooLong])
        #expect(plan.problems.map(\.value) == [String(repeating: "é", count: 80)])
    }

    /// One letter with a million accents is one character.
    @Test func excerptsAreShortWhateverTheyAreOf() {
        let problem = RowProblem(
            line: 1, column: 1, code: .formula, value: "a" + String(repeating: "\u{301}", count: 1_000_000))
        #expect(problem.value.unicodeScalars.count == 80)
        let hostile = RowProblem(line: 1, column: 1, code: .formula, value: "a\u{202E}b\u{0}c\nd")
        #expect(hostile.value == "ab\u{FFFD}c\u{FFFD}d")
    }

    @Test(arguments: [
        ("030 1234567", "+49301234567"), ("'030 1234567", "+49301234567"), ("=\"0301234567\"", "+49301234567"),
        ("49301234567.0", "+49301234567"), ("+1 (212) 555-0123", "+12125550123"),
        ("tel:+49-30-1234567", "+49301234567"),
        ("٠٣٠١٢٣٤٥٦٧", "+49301234567"),
    ])
    func numbersAreReadAsSpreadsheetsLeaveThem(given: String, e164: String) {
        let plan = Self.plan("Anna", given)
        #expect(plan.leads.map(\.phone) == [e164])
        #expect(plan.leads.map(\.phoneGiven) == [given])
    }

    @Test(arguments: [
        ("4.91512E+12", RowProblem.Code.phoneRounded), ("4,91512E+12", .phoneRounded), ("5E+10", .phoneRounded),
        ("ask Ben", .phoneUnreadable), ("12", .phoneTooShort), ("+49 30 1234567890123456", .phoneTooLong),
        ("+999 1234567", .phoneOfUnknownCountry), ("-", .phoneMissing), ("=A1", .phoneUnreadable),
    ])
    func aNumberThatCannotBeCalledSaysWhy(given: String, code: RowProblem.Code) {
        let plan = Self.plan("Anna", given)
        #expect(plan.codes == [code])
        #expect(plan.tally == ImportTally(refused: 1))
    }

    @Test func theFirstNumberThatCanBeCalledCounts() {
        let plan = ImportPlan("name,phone,mobile\nAnna,-,0171 1234567\nBen,none,0171 1234568\nCarl,none,no\n")
        #expect(plan.leads.map(\.phone) == ["+491711234567", "+491711234568"])
        #expect(plan.problems == [RowProblem(line: 4, column: 2, code: .phoneUnreadable, value: "none")])
    }

    @Test(arguments: ["anna@example.com", "a+b@x.co", "+tag@example.com", "o'neil@example.co.uk", "用户@例え.jp"])
    func addressesAreKept(text: String) {
        #expect(Self.plan("Anna", "+49301234567", text).leads.map(\.email) == [text])
    }

    @Test(arguments: ["anna", "a@b", "a@@b.c", "Anna <a@b.c>", "a@b..c", "@b.c", "a@b.c,d@e.f", "a b@c.d"])
    func whatIsNoAddressIsLeftOutOrRefused(text: String) {
        let plan = Self.plan("Anna", "+49301234567", text)
        #expect(plan.codes == [text.hasPrefix("@") ? .formula : .emailInvalid])
        #expect(plan.leads.map(\.email) == (text.hasPrefix("@") ? [] : [nil]))
    }

    /// A number of an unknown country would be called in another.
    @Test func anUnknownCountryMattersOnlyToNumbersWithoutOne() {
        let plan = ImportPlan("phone,country\n030 1234567,Atlantis\n+1 212 555 0123,Atlantis\n030 1234567,Germany\n")
        #expect(plan.codes == [.countryUnknown, .countryLeftOut])
        #expect(plan.leads.map(\.country) == ["US", "DE"])
    }

    @Test func postcodesAndZonesThatAreNoneAreLeftOut() {
        let plan = ImportPlan(
            """
            phone,postcode,time zone
            +49301234561,=A1,Europe/Berlin
            +49301234562,12345678901234567890x,UTC
            +49301234563,SW1A 1AA,../../etc/passwd
            +49301234564,10115.0,Mars/Olympus
            +49301234565,,
            """)
        #expect(plan.leads.map(\.postcode) == [nil, nil, "SW1A 1AA", "10115", nil])
        #expect(plan.leads.map(\.timeZoneGiven) == ["Europe/Berlin", nil, nil, nil, nil])
        #expect(
            plan.codes == [.postcodeInvalid, .postcodeInvalid, .timeZoneUnknown, .timeZoneUnknown, .timeZoneUnknown])
        #expect(plan.tally == ImportTally(accepted: 5, incomplete: 4))
    }

    @Test func namesAreMadeOfWhatThereIs() {
        let rows = "phone,nom,prénom\n+33123456789,Dupont,Anne\n+33123456788,Durand,\n"
        #expect(ImportPlan(rows).leads.map(\.name) == ["Anne Dupont", "Durand"])
        let spanish = "phone,nombre,apellidos\n+34912345678,Ana,García López\n"
        #expect(ImportPlan(spanish).leads.map(\.name) == ["Ana García López"])
        let all = "phone,name,first name,last name\n+34912345678,Smith A.,Anna,Smith\n+34912345679,Ben Bold,,\n"
        #expect(ImportPlan(all).leads.map(\.name) == ["Anna Smith", "Ben Bold"])
    }

    @Test func notesKeepTheirLinesAndAreText() {
        let long = String(repeating: "x", count: 5000)
        let plan = ImportPlan(
            "phone,notes,comment\n+49301234567,\"  =1+1\u{7}\r\n\r\n<b>two</b>\",three\n+49301234568,\(long),\n")
        #expect(plan.leads.map(\.notes) == ["=1+1\n<b>two</b>\nthree", String(repeating: "x", count: 4000)])
        #expect(plan.codes == [.notesCut])
    }

    @Test func aColumnThatAsksAndHasNoAnswerIsNoAgreement() {
        let plan = ImportPlan("phone,consent\n+49301234561,yes\n+49301234562,no\n+49301234563,\n+49301234564,perhaps\n")
        #expect(plan.leads.map(\.consent) == [.expressWritten, .refused, .inquiry, .inquiry])
    }
}
