/// What a column of an imported file is.
enum ImportColumn: String, Codable, Sendable, CaseIterable {
    case name
    case givenName = "given_name"
    case familyName = "family_name"
    /// There may be several: the first number in a row that can be dialled counts.
    case phone
    case email
    case postcode
    case country
    case language
    case timeZone = "time_zone"
    /// There may be several.
    case notes
    /// Whether the person has agreed to be called by a machine.
    case consent
    case ignore

    /// Whether more than one column can be it.
    var isRepeatable: Bool { self == .phone || self == .notes || self == .ignore }
}
