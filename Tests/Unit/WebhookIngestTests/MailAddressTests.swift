import LeadWords
import Testing

@Suite struct MailAddressTests {
    @Test(arguments: [
        "rosa@example.com", "Rosa.Delgado+flat-3@mail.example.co.uk", "o'brien@example.com", "=x@example.com",
        "rosa@xn--bcher-kva.example", "r@e.es", "josé@correo.es", "用户@例子.公司", "post@bücher.example", "a..b@example.com",
        "\(String(repeating: "a", count: 64))@example.com",
    ])
    func whatPeopleHaveIsTaken(_ address: String) { #expect(MailAddress.isPlausible(address)) }

    @Test(arguments: [
        "", "@", "rosa", "rosa@", "@example.com", "rosa@example", "rosa@@example.com", "rosa@luis@example.com",
        "rosa@.com", "rosa@example.", "rosa@example..com", "rosa@.", "a@b@c.d",
    ])
    func aSlipIsNoticed(_ text: String) { #expect(!MailAddress.isPlausible(text)) }

    @Test(arguments: [
        "Rosa <rosa@example.com>", "<rosa@example.com>", "mailto:rosa@example.com", "rosa@example.com,luis@example.com",
        "rosa@example.com;", "\"rosa d\"@example.com", "rosa(home)@example.com", "rosa@[192.0.2.1]",
        "rosa\\@example.com",
    ])
    func moreThanAnAddressIsNone(_ text: String) { #expect(!MailAddress.isPlausible(text)) }

    /// Blanks of all kinds, controls, and what is written but not seen.
    @Test(arguments: [
        " ", "\t", "\n", "\r\n", "\0", "\u{7F}", "\u{85}", "\u{A0}", "\u{AD}", "\u{200B}", "\u{202E}", "\u{2028}",
        "\u{2029}", "\u{3000}", "\u{FEFF}", "\u{E000}", "\u{E0041}", "\u{10FFFF}",
    ])
    func whatCannotBeSeenIsNotInIt(_ hidden: String) {
        for text in ["rosa\(hidden)@example.com", "\(hidden)rosa@example.com", "rosa@example.com\(hidden)"] {
            #expect(!MailAddress.isPlausible(text))
        }
    }

    @Test func aMarkAfterTheSignHidesItFromNobody() {
        #expect(MailAddress.isPlausible("rosa@\u{301}example.com"))
        #expect(!MailAddress.isPlausible("rosa@@\u{301}example.com"))
    }

    @Test func nothingIsEndless() {
        #expect(!MailAddress.isPlausible("\(String(repeating: "a", count: 65))@example.com"))
        #expect(!MailAddress.isPlausible("rosa@\(String(repeating: "a", count: 64)).com"))
        let labels = Array(repeating: String(repeating: "a", count: 49), count: 5).joined(separator: ".")
        #expect(MailAddress.isPlausible("ros@\(labels)"))
        #expect(!MailAddress.isPlausible("rosas@\(labels)"))
        #expect(!MailAddress.isPlausible(String(repeating: "é@", count: 1_000_000)))
    }
}
