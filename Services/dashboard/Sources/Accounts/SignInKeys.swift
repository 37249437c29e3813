internal import Foundation

/// Under what tries to sign in are counted.
struct SignInKeys: Sendable, Equatable {
    /// The longest address of mail that there can be, in bytes (RFC 5321 §4.5.3.1.3, less the angle brackets).
    static let longestMail = 254

    /// What counts as one place of the network.
    let network: String
    private let mail: String

    init(email: String, address: String) {
        mail = Self.folded(email)
        network = Self.network(of: address)
    }

    var all: [String] { ["mail:\(mail)", "net:\(network)"] }

    /// In small letters as PostgreSQL's `lower` has them, by which accounts are found: sign by sign, where Swift makes two of one.
    /// Otherwise one account could be tried under several keys.
    static func folded(_ email: String) -> String {
        var folded = String.UnicodeScalarView()
        for sign in email.unicodeScalars {
            folded.append(sign.properties.lowercaseMapping.unicodeScalars.first ?? sign)
        }
        return String(folded)
    }

    /// An address itself, or the /64 of one of IPv6: that is what one customer has at the least (RFC 6177), and may choose from.
    static func network(of address: String) -> String {
        let text = String(address.prefix(64)).lowercased()
        guard text.contains(":") else { return text }
        if let old = text.firstMatch(of: /^::ffff:(\d+\.\d+\.\d+\.\d+)$/) { return String(old.1) }
        let bare = text.prefix { $0 != "%" }
        let halves = bare.components(separatedBy: "::")
        guard halves.count <= 2 else { return text }
        let front = halves[0].split(separator: ":").map(String.init)
        let back = halves.count == 2 ? halves[1].split(separator: ":").map(String.init) : []
        // Four bytes in the old way of writing stand for two groups.
        let length = front.count + back.count + (bare.contains(".") ? 1 : 0)
        guard halves.count == 2 ? length <= 7 : length == 8 else { return text }
        let groups = front + Array(repeating: "0", count: 8 - length) + back
        let first = groups.prefix(4).compactMap { UInt16($0, radix: 16) }
        guard first.count == 4 else { return text }
        return first.map { String($0, radix: 16) }.joined(separator: ":") + "::/64"
    }
}
