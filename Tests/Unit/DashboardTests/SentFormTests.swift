import Testing

@testable import Dashboard

/// What is looked at in every form, in whichever way it was sent.
@Suite struct SentFormTests {
    private static let session = "a session"

    private func fields(_ more: [(String, String)]) -> [(String, String)] {
        more + [(FormToken.field, FormToken.make(for: Self.session))]
    }

    @Test func oneOfOurOwnPagesIsTaken() throws {
        let form = try Form(fields([("name", " Olga ")]), ofSession: Self.session)
        #expect(form["name"] == "Olga")
    }

    @Test func nobodyElsesIs() {
        #expect(throws: Forbidden.self) { try Form(fields([]), ofSession: "another") }
        #expect(throws: Forbidden.self) { try Form(fields([]), ofSession: nil) }
        #expect(throws: Forbidden.self) { try Form([("name", "Olga")], ofSession: Self.session) }
    }

    @Test func whatNoTextCanHaveIsRefused() {
        #expect(throws: BadRequest.self) { try Form(fields([("footer", "a\0b")]), ofSession: Self.session) }
    }
}
