import Telephony
import Testing

@Suite struct TelephoneNumberTests {
    @Test(
        arguments: [
            ("030 555 0100", "DE", "+49305550100", "DE"), ("+49 171 1234567", "US", "+491711234567", "DE"),
            ("(512) 555-0199", "US", "+15125550199", "US"), ("1-416-555-0123", "US", "+14165550123", "CA"),
            ("00442079460958", "DE", "+442079460958", "GB"), ("+34 612 345 678", nil, "+34612345678", "ES"),
            ("011 34 612 345 678", "US", "+34612345678", "ES"), ("٠٣٠٥٥٥٠١٠٠", "DE", "+49305550100", "DE"),
            ("tel:+39-06-1234-5678", nil, "+390612345678", "IT"),
            ("+1 (512) 555-0122 ext. 7", nil, "+15125550122", "US"),
        ] as [(String, String?, String, String)])
    func numbersAsPeopleWriteThemBecomeE164(text: String, country: String?, e164: String, of: String) throws {
        let number = try TelephoneNumber(text, country: country)
        #expect(number.e164 == e164)
        #expect(number.country == of)
    }

    @Test(
        arguments: [
            ("", "US", .notANumber), ("call me", "US", .notANumber), ("12", "US", .tooShort),
            ("555-0123", "US", .tooShort), ("+999 12345678", nil, .unknownCountry),
            ("030 5550100", nil, .unknownCountry),
            ("+49 30 12345678901234", nil, .tooLong), ("n/a", "DE", .notANumber),
            ("\u{0}+15125550122", "US", .notANumber),
            (String(repeating: "5", count: 5000), "US", .notANumber),
        ] as [(String, String?, TelephoneNumber.Problem)])
    func whatCannotBeDialledSaysWhy(text: String, country: String?, problem: TelephoneNumber.Problem) {
        #expect(throws: problem) { try TelephoneNumber(text, country: country) }
    }

    @Test func aRangeThatThePlanDoesNotKnowYetIsTaken() throws {
        let number = try TelephoneNumber("+1 555 555 0123", country: nil)
        #expect(number.e164 == "+15555550123")
        #expect(!number.isKnown)
        #expect(number.country == "US")
    }

    @Test func manyThreadsMayReadAtOnce() async throws {
        try await withThrowingTaskGroup(of: String.self) { group in
            for index in 0..<200 {
                group.addTask { try TelephoneNumber("512 555 01\(10 + index % 90)", country: "US").e164 }
            }
            for try await number in group { #expect(number.hasPrefix("+1512555")) }
        }
    }
}
