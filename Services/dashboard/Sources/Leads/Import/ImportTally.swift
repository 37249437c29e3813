/// How many rows came to what. All but the header are in one of the four.
struct ImportTally: Sendable, Hashable, Codable {
    var accepted = 0
    var refused = 0
    var duplicates = 0
    var blank = 0
    /// Of the accepted: how many have values that were left out.
    var incomplete = 0

    var rows: Int { accepted + refused + duplicates + blank }
}
