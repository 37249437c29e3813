/// What is assumed where a row does not tell.
struct ImportDefaults: Codable, Sendable, Hashable {
    /// ISO 3166-1 alpha-2: whose numbers those without a country code are.
    var country: String
    /// BCP 47, as chosen for the file; nil: what is usual in each person's country.
    var language: String?
}
