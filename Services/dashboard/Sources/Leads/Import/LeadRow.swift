internal import Contracts

/// A person as a row of a file has them: checked, and written as the database keeps them.
struct LeadRow: Sendable, Hashable {
    /// Where the row begins, counted from 1.
    var line: Int
    var name: String?
    /// E.164.
    var phone: String
    /// As it stands in the file.
    var phoneGiven: String
    var email: String?
    var postcode: String?
    /// ISO 3166-1 alpha-2: what the row says, else the number's.
    var country: String?
    /// Whether the row says the country.
    var countryIsGiven: Bool
    /// BCP 47: what the row says, else what was chosen for the file, else what is usual in the country.
    var preferredLanguage: String?
    /// Whether the row says the language.
    var languageIsGiven: Bool
    /// Of the tz database: in which times are shown; only when there is no doubt.
    var timeZone: String?
    /// Of the tz database, as the row says.
    var timeZoneGiven: String?
    var notes: String?
    /// Nil when the file has no column for it.
    var consent: ConsentKind?
}
