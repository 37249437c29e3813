internal import Contracts

/// How words in cells are read; the same as for leads that come by webhook. Each is asked once for the same word.
struct ImportReaders: Sendable {
    /// ISO 3166-1 alpha-2 of a code or a name.
    var country: @Sendable (String) -> String?
    /// BCP 47 of a tag, a locale or a name.
    var language: @Sendable (String) -> String?
    /// What most people speak in a country (ISO 3166-1 alpha-2).
    var usualLanguage: @Sendable (String) -> String?
    var consent: @Sendable (String) -> ConsentKind
}
