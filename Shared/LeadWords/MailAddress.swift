/// Addresses of mail as people type them and forms send them.
package enum MailAddress {
    /// Octets that an address and the part before its `@` have at most (RFC 5321, 4.5.3.1.3 without the brackets, and
    /// 4.5.3.1.1), and that a part of the domain has (RFC 1035, 2.3.4).
    private static let longest = 254
    private static let longestLocalPart = 64
    private static let longestLabel = 63

    /// Whether something can be an address, such as `rosa@example.com`: only so much is looked at that a slip is noticed.
    /// Whether it is one is found out by writing to it.
    ///
    /// Letters of any script may stand in it (RFC 6531). What the standard allows between quotation marks only, a comment, a
    /// name before the address, a host without a dot or an IP address are refused, as is anything that cannot be seen: of
    /// these somebody meant something else.
    package static func isPlausible(_ text: String) -> Bool {
        // By bytes: a mark that follows the sign would make another character of it.
        let halves = text.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
        guard text.utf8.count <= longest, halves.count == 2, (1...longestLocalPart).contains(halves[0].count) else {
            return false
        }
        let labels = halves[1].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return labels.count > 1 && labels.allSatisfy { (1...longestLabel).contains($0.count) }
            && !text.unicodeScalars.contains(where: isForbidden)
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "<", ">", "(", ")", "[", "]", ",", ";", ":", "\"", "\\": return true
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse, .unassigned:
            return true
        default: return scalar.properties.isWhitespace
        }
    }
}
