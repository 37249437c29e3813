internal import FoundationEssentials

/// Reads the `Retry-After` header.
enum RetryAfter {
    /// The wait that a value asks for: a number of seconds or an HTTP date. Nil when it is neither.
    static func delay(_ value: String, now: Date) -> Duration? {
        let text = value.drop { $0 == " " }
        if !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) {
            // A number too large for Int64 is a very long wait, not a malformed one.
            return .seconds(min(Int64(text) ?? .max, 1 << 40))
        }
        return date(value).map { .seconds(max(0, $0.timeIntervalSince(now).rounded(.up))) }
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that HTTP allows to be sent.
    static func date(_ value: String) -> Date? {
        let words = value.split(whereSeparator: { $0 == " " || $0 == "," })
        guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), (1...31).contains(day),
            let month = months.firstIndex(of: String(words[2])), let year = Int(words[3]), (1900...9999).contains(year)
        else { return nil }
        let time = words[4].split(separator: ":", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard time.count == 3, (0...23).contains(time[0]), (0...59).contains(time[1]), (0...60).contains(time[2]) else {
            return nil
        }
        let days = daysSince1970(year: year, month: month + 1, day: day)
        return Date(timeIntervalSince1970: Double(((days * 24 + time[0]) * 60 + time[1]) * 60 + time[2]))
    }

    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Counts years from March, so that the leap day is the last of its year.
    private static func daysSince1970(year: Int, month: Int, day: Int) -> Int {
        let year = month > 2 ? year : year - 1
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
