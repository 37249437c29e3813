internal import CPhoneNumbers

/// A telephone number that can be dialled, read by libphonenumber's numbering plans.
package struct TelephoneNumber: Sendable, Hashable {
    /// ITU-T E.164: `+`, country code and number, 15 digits at most.
    package let e164: String
    /// ISO 3166-1 alpha-2; nil for numbers of no country, such as satellite telephones.
    package let country: String?
    /// Where the number was given out, in English: a state, a city, or the country. Mobile numbers travel.
    package let place: String
    /// Whether the numbering plan that this program knows has the number in use. One that it has not may be newer than the
    /// plan.
    package let isKnown: Bool

    /// Why a text is no number that can be dialled.
    package enum Problem: String, Error, Sendable, CaseIterable, CustomStringConvertible {
        case notANumber = "not a telephone number"
        case tooShort = "too short for its country"
        case tooLong = "too long for its country"
        case unknownCountry = "of no country that is known"

        package var description: String { rawValue }
    }

    /// Reads a number as people write them: with blanks, brackets and dashes, with or without a country code, in any digits.
    ///
    /// - Parameter country: ISO 3166-1 alpha-2; whose number it is when it has no country code.
    package init(_ text: String, country: String?) throws(Problem) {
        // Texts that people send may be of any length; a number is not.
        guard text.utf8.count <= 100, !text.utf8.contains(0) else { throw .notANumber }
        let phone = unsafe thavon_phone_parse(text, country ?? "ZZ")
        switch phone.verdict {
        case THAVON_PHONE_VALID, THAVON_PHONE_POSSIBLE: break
        case THAVON_PHONE_TOO_SHORT: throw .tooShort
        case THAVON_PHONE_TOO_LONG: throw .tooLong
        case THAVON_PHONE_UNKNOWN_COUNTRY: throw .unknownCountry
        default: throw .notANumber
        }
        e164 = Self.string(phone.e164)
        let found = Self.string(phone.country)
        self.country = found.isEmpty ? nil : found
        place = Self.string(phone.place)
        isKnown = phone.verdict == THAVON_PHONE_VALID
    }

    /// A C array of a fixed size, up to its NUL.
    private static func string<Buffer>(_ buffer: Buffer) -> String {
        unsafe withUnsafeBytes(of: buffer) { bytes in
            unsafe String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
    }
}
