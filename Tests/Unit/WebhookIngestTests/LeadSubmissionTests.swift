import Contracts
import Foundation
import LeadWords
import LenientJSON
import Testing

@testable import WebhookIngest

/// What forms call their fields, and what is made of the values.
@Suite struct LeadSubmissionTests {
    private static let now = Date(timeIntervalSince1970: 1_796_151_600)
    private static let languages = LanguageNames(codes: ["en", "de", "fr", "es", "pt", "tr"])

    private static func read(_ fields: LeadFields, country: String = "US", implied: ConsentKind? = nil)
        -> LeadSubmission
    {
        LeadSubmission(
            fields, agency: .init(country: country, tokenLabel: "Web site", impliedConsent: implied),
            sender: .init(address: "192.0.2.7", userAgent: "Zapier"), now: now, languages: languages)
    }

    private static func json(_ text: String, country: String = "US", implied: ConsentKind? = nil) throws
        -> LeadSubmission
    {
        let document = try JSONDocument(parsing: Array(text.utf8))
        return read(LeadFields(json: document.root), country: country, implied: implied)
    }

    @Test(arguments: [
        #"{"name": "Lee Doe", "phone": "(406) 555-0120", "email": "lee@example.com", "zip": "59718"}"#,
        #"{"First Name": "Lee", "Last Name": "Doe", "Phone Number": "406.555.0120", "E-Mail": "lee@example.com", "ZIP/Postal Code": "59718"}"#,
        #"{"properties": {"firstname": {"value": "Lee"}, "lastname": {"value": "Doe"}, "mobilephone": {"value": "+14065550120"}, "email": {"value": "lee@example.com"}, "zip": {"value": "59718"}}}"#,
        #"{"entry": [{"field_data": [{"name": "full_name", "values": ["Lee Doe"]}, {"name": "phone_number", "values": ["+1 406 555 0120"]}, {"name": "email", "values": ["lee@example.com"]}, {"name": "zip_code", "values": ["59718"]}]}]}"#,
        #"{"data": {"contact": {"fullName": "  Lee   Doe ", "tel": 14065550120, "mail": "lee@example.com", "postal_code": 59718}}}"#,
    ])
    func everyKindOfFormIsRead(body: String) throws {
        let lead = try Self.json(body)
        #expect(lead.name == "Lee Doe")
        #expect(lead.phone == "+14065550120")
        #expect(lead.email == "lee@example.com")
        #expect(lead.postcode == "59718")
        #expect(lead.country == "US")
        #expect(lead.timeZone == "America/Denver")
    }

    @Test func aGermanFormIsReadInGerman() throws {
        let form =
            "vorname=J%C3%BCrgen&nachname=M%C3%BCller&telefon=0171+3920001&plz=10115&sprache=Englisch&einwilligung=x"
        let lead = Self.read(LeadFields(form: Array(form.utf8)), country: "DE")
        #expect(lead.name == "Jürgen Müller")
        #expect(lead.phone == "+491713920001")
        #expect(lead.timeZone == "Europe/Berlin")
        // No language is called so in English or in itself: the country's, then.
        #expect(lead.language == "de")
    }

    @Test(
        arguments: [
            ("de", "de"), ("de_DE", "de-DE"), ("EN-us", "en-US"), ("Deutsch", "de"), ("German", "de"),
            ("español", "es"),
            ("klingon", nil), ("d", nil),
        ] as [(String, String?)])
    func aLanguageIsKnownByTagOrName(text: String, tag: String?) {
        #expect(Self.languages.tag(text) == tag)
    }

    @Test(arguments: [
        ("yes", ConsentKind.expressWritten), ("on", .expressWritten), ("I agree", .expressWritten),
        ("I agree to be called by Nordlicht, also by a machine.", .expressWritten), ("false", .inquiry),
        ("0", .inquiry),
        ("unchecked", .inquiry), ("pending", .inquiry), ("not_given", .inquiry), ("no", .refused),
        ("No, thanks", .refused),
        ("nein", .refused), ("declined", .refused), ("opted_out", .refused), ("withdrawn", .refused),
    ])
    func aTickIsAnAgreementAndNothingElseIs(value: String, kind: ConsentKind) throws {
        let lead = try Self.json(#"{"phone": "+14065550120", "tcpa_consent": "\#(value)"}"#)
        #expect(lead.consent == kind)
        #expect(lead.warnings.isEmpty == kind.isAgreement)
    }

    @Test func withoutAFieldItIsWhatTheSourceStandsFor() throws {
        let body = #"{"phone": "+14065550120"}"#
        let asked = try Self.json(body)
        #expect(asked.consent == .inquiry)
        let agreed = try Self.json(body, implied: .expressWritten)
        #expect(agreed.consent == .expressWritten)
        #expect(agreed.consentProof.contains("192.0.2.7") && agreed.consentProof.contains("Web site"))
    }

    @Test func aBoxThatWasLeftEmptyIsNoAgreement() throws {
        let form = LeadFields(form: Array("phone=4065550120&consent=".utf8))
        #expect(Self.read(form, implied: .expressWritten).consent == .inquiry)
        #expect(try Self.json(#"{"phone": "4065550120", "consent": null}"#, implied: .express).consent == .inquiry)
    }

    @Test func aLeadWithAValueIsNotAField() throws {
        let lead = try Self.json(#"{"name": "Lee Doe", "phone": "+14065550120", "value": 5000}"#)
        #expect(lead.name == "Lee Doe")
        #expect(lead.phone == "+14065550120")
    }

    /// `+` stands for a blank in a form; a sender that does not encode it means a plus all the same.
    @Test(arguments: [
        ("+12125550185", "+12125550185"), ("+493023125001", "+493023125001"), ("030+23125001", "+493023125001"),
    ])
    func aPlusThatWasNotEncodedIsOne(text: String, number: String) {
        let lead = Self.read(LeadFields(form: Array("phone=\(text)".utf8)), country: "DE")
        #expect(lead.phone == number)
    }

    @Test func theFirstNumberThatCanBeCalledIsTaken() throws {
        let lead = try Self.json(#"{"phone": "n/a", "mobile": "+14065550120"}"#)
        #expect(lead.phone == "+14065550120")
        #expect(lead.warnings.allSatisfy { !$0.contains("cannot be called") })
    }

    @Test func aTimeAheadIsAMistake() throws {
        let lead = try Self.json(#"{"phone": "+14065550120", "consent": true, "consent_at": "2099-01-01T00:00:00Z"}"#)
        #expect(lead.consentAt == Self.now)
    }

    @Test(arguments: ["12", "call me", "+1 406", "0900 123456789012345"])
    func aNumberThatCannotBeCalledIsKeptWithAWarning(number: String) throws {
        let lead = try Self.json(#"{"name": "Lee", "phone": "\#(number)"}"#)
        #expect(lead.phone == nil)
        #expect(lead.phoneGiven == number)
        #expect(lead.warnings.contains { $0.contains("cannot be called") })
    }

    @Test func anAddressIsTakenWithoutTheBlanksAroundItOrNotAtAll() throws {
        #expect(try Self.json(#"{"email": " lee@example.com\n"}"#).email == "lee@example.com")
        let long = "lee@\(String(repeating: "x", count: 300)).com"
        for text in ["lee@@example.com", "lee@example", "Lee <lee@example.com>", long] {
            #expect(try Self.json(#"{"name": "Lee", "email": "\#(text)"}"#).email == nil)
        }
    }

    @Test func whatIsUglyDoesNoHarm() throws {
        let deep = String(repeating: #"{"a":"#, count: 40) + "1" + String(repeating: "}", count: 40)
        let lead = try Self.json(
            #"{"name": "\u0000\#(String(repeating: "x", count: 5000))", "email": "no mail", "x": \#(deep)}"#)
        #expect((lead.name?.count ?? 0) <= 200)
        #expect(lead.name?.contains("\0") == false)
        #expect(lead.email == nil)
        #expect(lead.phone == nil)
    }
}
