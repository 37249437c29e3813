import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct MailsFormTests {
    private func command(
        _ fields: [String: String], _ language: Words = Words(language: .english)
    ) -> (BrandMails?, FormCheck) {
        var check = FormCheck(words: language)
        let command = MailsForm(Form(fields.map { ($0.key, $0.value) })).command(&check)
        return (command, check)
    }

    @Test func whatIsStoredIsShownAndSavedUnchanged() {
        let stored = #"{"sender_name": "Nord, Licht", "reply_to": "a@b.example", "accent": null, "footer": "1\n2"}"#
        let form = MailsForm(stored: stored)
        #expect((form.senderName, form.replyTo, form.accent) == ("Nord, Licht", "a@b.example", ""))
        #expect(form.footer == "1\n2" && MailsForm(stored: "{}").footer == "")
        let (saved, check) = command([
            "sender_name": form.senderName, "reply_to": form.replyTo, "accent": form.accent, "footer": "1\r\n2",
            "version": "3",
        ])
        #expect(
            saved
                == BrandMails(
                    branding: MailBranding(senderName: "Nord, Licht", replyTo: "a@b.example", footer: "1\n2"),
                    basedOn: 3))
        #expect(check.isFine)
    }

    @Test func emptyIsOurs() {
        let (saved, check) = command(["sender_name": " ", "accent": "", "footer": "\r\n"])
        #expect(saved == BrandMails(branding: .none, basedOn: 0) && check.isFine)
    }

    @Test func whatIsWrongIsSaidBesideItsField() {
        let wrong = [
            "sender_name": "x@y", "reply_to": "a, b", "accent": "green", "footer": "1\n2\n3\n4\n5\n6\n7",
        ]
        let (saved, check) = command(wrong)
        #expect(saved == nil && check.problems.map(\.field) == ["sender_name", "reply_to", "accent", "footer"])
        #expect(check.problem(of: "sender_name")?.contains("at most 64 characters") == true)
        #expect(check.problem(of: "footer")?.contains("6 lines of at most 120") == true)
        let (_, spanish) = command(wrong, Words(language: .spanish))
        #expect(spanish.problem(of: "accent") == "Tiene que ser un color como #14532d.")
    }
}
