import Postgres
import Testing

@testable import Dashboard

/// What somebody types means the same, however many languages their agency's calls are in.
@Suite(.timeLimit(.minutes(15))) struct SearchQueryTests {
    struct Search: Sendable, CustomTestStringConvertible {
        var typed: String
        var language: String
        var said: String
        var isFound: Bool
        var testDescription: String { "\(typed) in “\(said)”" }
    }

    private static let searches: [Search] = [
        Search(typed: "house -prices", language: "en", said: "The house has high prices.", isFound: false),
        Search(typed: "house -price", language: "en", said: "The house has high prices.", isFound: false),
        Search(typed: "houses -prices", language: "en", said: "The house is small.", isFound: true),
        Search(typed: "casa -precios", language: "es", said: "Las casas y el precio.", isFound: false),
        Search(typed: "casa -precios", language: "es", said: "Las casas son grandes.", isFound: true),
        Search(typed: "-prices", language: "en", said: "No price at all.", isFound: false),
        Search(
            typed: "house -\"solar panels\"", language: "en", said: "A house with solar panels.", isFound: false),
        Search(typed: "house -\"solar panels\"", language: "en", said: "A solar house.", isFound: true),
        Search(typed: "boat or house -prices", language: "en", said: "Prices of a boat.", isFound: true),
        Search(typed: "boat or house -prices", language: "en", said: "Prices of a house.", isFound: false),
        Search(typed: "the houses", language: "en", said: "Any house.", isFound: true),
        Search(typed: "the", language: "en", said: "Any house.", isFound: false),
        Search(typed: "\"solar panel", language: "en", said: "Solar panels.", isFound: true),
        Search(typed: "mortgage insurance", language: "en", said: "A mortgage.", isFound: false),
        Search(typed: "-", language: "en", said: "Any house.", isFound: false),
    ]

    @Test func wordsThatAreNotWantedAreInNoReading() async throws {
        try await ConsoleViewer.owner.look { transaction in
            for search in Self.searches {
                let found = try await transaction.execute(IsFound(search: search)).first
                #expect(found == search.isFound, "\(search.testDescription)")
            }
        }
    }

    private struct IsFound: PostgresStatement {
        static let sql = "SELECT search_words($1, $2) @@ search_query($3, ARRAY['en', 'es'])"

        var search: Search
        var parameters: [PostgresParameter] { [.init(search.language), .init(search.said), .init(search.typed)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool { try row.decode(Bool.self) }
    }
}
