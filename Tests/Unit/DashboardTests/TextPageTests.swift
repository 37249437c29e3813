import Testing

@testable import Dashboard

@Suite struct TextPageTests {
    private func page(_ kind: String) throws -> String {
        let form = try #require(TextForm(kind: kind, language: "en"))
        return TextPage(frame: SamplePage.frame(), form: form, isStored: false).render().text
    }

    /// Owners have an address of mail and no telephone.
    @Test func aTestIsAMailAndOnlyWhereThereIsOne() throws {
        let mail = try page("call.completed")
        #expect(mail.contains(#"action="/settings/texts/test""#) && !mail.contains("whatsapp"))
        #expect(!mail.contains(#"name="channel""#))
        let short = try page(TextForm.confirmation)
        #expect(!short.contains("/settings/texts/test") && short.contains(#"action="/settings/texts/save""#))
    }

    @Test func aTestGoesToWhoeverWishesIt() {
        #expect(Words(language: .english)(.textsSent) == "It is on its way to your address.")
        #expect(Words(language: .spanish)(.textsSent) == "Va de camino a su dirección de correo.")
    }
}
