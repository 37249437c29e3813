import Contracts
import Foundation
import TestSupport
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

    @Test func theLogoStaysUntilItIsRemoved() {
        let hash = String(repeating: "0a", count: 32)
        #expect(MailsForm(stored: #"{"logo": "\#(hash)"}"#).logo == hash)
        let kept = MailsForm(Form([("logo", hash), ("sender_name", "Nord")]))
        #expect(kept.logo == hash && kept.note == "settings.mails")
        let (saved, _) = command(["logo": hash, "version": "1"])
        #expect(saved?.branding == MailBranding(logo: hash))
        let removed = ["logo": hash, "remove_logo": "on", "sender_name": "Nord", "version": "1"]
        let (without, check) = command(removed)
        #expect(without?.branding == MailBranding(senderName: "Nord") && check.isFine)
        #expect(MailsForm(Form(removed.map { ($0.key, $0.value) })).note == "settings.logo_removed")
    }

    @Test func whatIsWrongWithAPictureIsSaidBesideIt() throws {
        let english = Words(language: .english)
        var form = MailsForm(Form([("sender_name", "Nord"), ("logo", String(repeating: "0a", count: 32))]))
        form.logoProblem = .tooManyPixels(width: 4000, height: 3)
        var check = FormCheck(words: english)
        #expect(form.command(&check) == nil)
        #expect(check.problem(of: "logo") == "This picture is 4000 × 3 pixels; at most 2000 × 2000 can be taken.")
        #expect(LogoPicture.Problem.tooManyBytes.text(english) == "The file is larger than 200 kB.")
        let problems: [LogoPicture.Problem] = [.tooManyBytes, .svg, .otherKind, .unreadable]
        let texts = problems.flatMap { [$0.text(english), $0.text(Words(language: .spanish))] }
        #expect(Set(texts).count == 8)
    }

    @Test func aPictureIsChosenByItsHash() throws {
        let picture = try LogoPicture(UploadedFile(bytes: TestPicture.png(20, 10), isTooLong: false))
        var form = MailsForm(stored: "{}")
        form.choose(picture)
        #expect(form.logo == picture.hash)
        var check = FormCheck(words: Words(language: .english))
        #expect(form.branding(&check) == MailBranding(logo: picture.hash))
    }

    @Test func whatIsNoHashIsNotShown() {
        let (saved, check) = command(["logo": #""><script>"#])
        #expect(saved == nil && check.problem(of: "logo") != nil)
    }
}
