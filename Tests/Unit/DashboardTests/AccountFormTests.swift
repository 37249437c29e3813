import Foundation
import Testing

@testable import Dashboard

@Suite struct AccountFormTests {
    private static func form(_ changes: [String: String] = [:]) -> AccountForm {
        let usual = ["name": "Ana Ruiz", "language": "es", "time_zone": "Europe/Madrid", "theme": "dark"]
        return AccountForm(Form(usual.merging(changes) { $1 }.map { ($0.key, $0.value) }))
    }

    @Test func whatMakesSenseIsTaken() {
        let form = Self.form()
        #expect(form.problems(known: nil).isEmpty)
        #expect(form.statement.language == "es" && form.statement.timeZone == "Europe/Madrid")
        let empty = Self.form(["language": "", "time_zone": ""])
        #expect(empty.problems(known: nil).isEmpty)
        #expect(empty.statement.language == nil && empty.statement.timeZone == nil)
    }

    @Test(arguments: [
        ("name", ""), ("name", String(repeating: "x", count: 121)), ("name", "Ana\u{7}"), ("language", "de"),
        ("language", "<b>"), ("time_zone", "Europe/Nowhere"), ("theme", "pink"), ("theme", ""),
    ])
    func whatMakesNoSenseIsToldAtItsField(field: String, value: String) {
        #expect(Self.form([field: value]).problems(known: nil).map(\.field) == [field])
    }

    /// Messages are written in languages that the console does not speak: such a choice is kept, not made here.
    @Test func aLanguageThatIsSetStays() {
        #expect(Self.form(["language": "de"]).problems(known: "de").isEmpty)
    }

    @Test func aTokenHasALabelAndAnEnd() {
        let now = Date(timeIntervalSince1970: 1_787_000_000)
        let month = TokenForm(Form([("label", "Export"), ("life", "30")]))
        #expect(month.problems.isEmpty && month.expiry(from: now) == now.addingTimeInterval(30 * 86_400))
        #expect(TokenForm(Form([("label", "Export"), ("life", "never")])).expiry(from: now) == nil)
        #expect(TokenForm(Form([("label", " "), ("life", "1000")])).problems.map(\.field) == ["label", "life"])
        #expect(TokenForm(Form([("label", String(repeating: "x", count: 81)), ("life", "90")])).problems.count == 1)
    }
}
