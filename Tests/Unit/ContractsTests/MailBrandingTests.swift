import Contracts
import Testing

/// What an agency may set of its mails, and what could do harm there.
@Suite struct MailBrandingTests {
    private func name(_ text: String) -> [MailBranding.Part] { MailBranding(senderName: text).tidied.unusable }
    private func replyTo(_ text: String) -> [MailBranding.Part] { MailBranding(replyTo: text).tidied.unusable }

    @Test(arguments: [
        "Nordlicht", "Müller, Söhne & Co.", "\"Casa\" (Hogar)", "دانة", "A\u{200D}B", String(repeating: "x", count: 64),
    ])
    func whatASenderMayBeCalled(text: String) { #expect(name(text) == []) }

    @Test(arguments: [
        "Nord\r\nBcc: x@example.com", "Nord\nlicht", "Nord\u{2028}licht", "Nord\u{0}", "\u{202E}thcildroN",
        "bank@example.com",
        "Bank <x", "=?utf-8?q?x?=", "…", String(repeating: "x", count: 65),
    ])
    func whatASenderMayNotBeCalled(text: String) { #expect(name(text) == [.senderName]) }

    @Test(arguments: ["office@example.com", "o'neil+x@mail.example.co.uk", "a.b@x-y.example"])
    func oneAddressIsAnswered(text: String) { #expect(replyTo(text) == []) }

    @Test(arguments: [
        "a@b.example,c@d.example", "Ann <a@b.example>", "a@example.com\r\nBcc: x@example.com", "a b@c.example", "a@b",
        "@b.example",
        "a@.example", "a..b@c.example", ".a@c.example", "a@-b.example", "ö@example.com", "a@exämple.com",
        "a@b@c.example",
        "\"a\"@b.example", "\(String(repeating: "a", count: 65))@b.example",
    ])
    func whatIsNotOneAddressIsNot(text: String) { #expect(replyTo(text) == [.replyTo]) }

    @Test func colours() {
        #expect(MailBranding(accent: " #0A5C36 ").tidied == MailBranding(accent: "#0a5c36"))
        for text in ["#0a5c36", "#ffffff"] { #expect(MailBranding(accent: text).unusable == []) }
        for text in ["0a5c36", "#0a5c3", "#0a5c366", "#0a5c3g", "red", "#12345;"] {
            #expect(MailBranding(accent: text).unusable == [.accent])
        }
    }

    @Test func footersAreAFewLines() {
        let typed = MailBranding(footer: "  Nordlicht GmbH \r\n\r\n\tStreet 1\n ")
        #expect(typed.tidied.footer == "Nordlicht GmbH\nStreet 1")
        #expect(MailBranding(footer: "1\n2\n3\n4\n5\n6").unusable == [])
        #expect(MailBranding(footer: "1\n2\n3\n4\n5\n6\n7").unusable == [.footer])
        #expect(MailBranding(footer: String(repeating: "x", count: 121)).unusable == [.footer])
        #expect(MailBranding(footer: "a\u{0}b").unusable == [.footer])
    }

    @Test func emptyIsOursAndWhatCannotBeUsedIsLeftOut() {
        #expect(MailBranding(senderName: " ", replyTo: "", accent: "", footer: "\n \n").tidied == .none)
        let half = MailBranding(senderName: "a@b", replyTo: "a@b.example", accent: "red", footer: "x")
        #expect(half.unusable == [.senderName, .accent])
        #expect(half.usable == MailBranding(replyTo: "a@b.example", footer: "x"))
    }

    @Test func aLogoIsTheHashOfAPicture() {
        let hash = String(repeating: "0a", count: 32)
        #expect(MailBranding(logo: " \(hash.uppercased()) ").tidied == MailBranding(logo: hash))
        #expect(MailBranding(logo: hash).unusable == [] && MailBranding(logo: "").tidied == .none)
        for text in [
            String(hash.dropLast()), hash + "0", hash.uppercased(), "../\(hash.dropLast(3))", "é" + hash.dropLast(2),
        ] {
            #expect(MailBranding(logo: text).unusable == [.logo] && MailBranding(logo: text).usable == .none)
        }
    }

    /// Programs that know nothing of logos go on sending, and reading, what they do.
    @Test func whatHasNoLogoIsWrittenAsBefore() throws {
        let hash = String(repeating: "0a", count: 32)
        let plain = BrandMails(branding: MailBranding(accent: "#0a5c36"), basedOn: 1)
        let text = String(decoding: try ContractJSON.encode(plain), as: UTF8.self)
        #expect(text == ##"{"based_on":1,"branding":{"accent":"#0a5c36"}}"##)
        #expect(try ContractJSON.decode(BrandMails.self, from: Array(text.utf8)) == plain)
        let branded = BrandMails(branding: MailBranding(logo: hash), basedOn: nil)
        let written = try ContractJSON.encode(branded)
        #expect(String(decoding: written, as: UTF8.self) == #"{"branding":{"logo":"\#(hash)"}}"#)
        #expect(try ContractJSON.decode(BrandMails.self, from: Array(written)) == branded)
    }
}
