/// A time as programs write it: ISO 8601, or seconds since 1970.
struct Timestamp: Equatable {
    var day: Findings.CalendarDay?
    var time: ClockTime?
    /// Seconds east of UTC.
    var offset: Int?

    /// Nil when the text is something else.
    ///
    /// - Throws: when it is a timestamp of no time.
    static func read(_ text: String) throws(Impossible) -> Timestamp? {
        var reader = Scanner(rest: Array(text.utf8)[...])
        return try reader.dayAndTime()
    }

    /// 10 digits are seconds since 1970, 13 are milliseconds.
    static func epoch(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Double(text) else { return nil }
        switch text.utf8.count {
        case 10: return number
        case 13: return number / 1000
        default: return nil
        }
    }
}

/// Reads one timestamp from its beginning.
private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func dayAndTime() throws(Impossible) -> Timestamp? {
        guard let day = attempt({ $0.day() }) else { return try timeAlone() }
        if rest.isEmpty { return Timestamp(day: day) }
        let isParted = accept("T") || accept("t") || skipBlanks()
        guard isParted, let time = try time(), let offset = try offset(), rest.isEmpty else { return nil }
        return Timestamp(day: day, time: time, offset: offset.seconds)
    }

    /// "T14:00", "14:00Z", "14:00+01:00"; without such a sign it is left to those who read words.
    private mutating func timeAlone() throws(Impossible) -> Timestamp? {
        let isMarked = accept("T") || accept("t")
        guard rest.count > 4, isMarked || rest.dropFirst(2).first == UInt8(ascii: ":") else { return nil }
        guard let time = try time(), let offset = try offset(), rest.isEmpty else { return nil }
        return isMarked || offset.seconds != nil ? Timestamp(time: time, offset: offset.seconds) : nil
    }

    private mutating func day() -> Findings.CalendarDay? {
        guard let year = digits(4) else { return nil }
        let hasDashes = accept("-")
        // Eight digits may also be something else.
        guard hasDashes || (1900...2999).contains(year), let month = digits(2) else { return nil }
        guard !hasDashes || accept("-"), let day = digits(2) else { return nil }
        if let next = rest.first, Self.isDigit(next) { return nil }
        return .init(year: year, month: month, day: day)
    }

    private mutating func time() throws(Impossible) -> ClockTime? {
        guard let hour = digits(2) else { return nil }
        let hasColons = accept(":")
        let minute = digits(2)
        guard minute != nil || !hasColons else { return nil }
        var seconds = 0.0
        if minute != nil, !hasColons || accept(":"), let second = digits(2) {
            // A leap second is the next minute's first.
            guard second <= 60 else { throw Impossible(reason: "there is no second \(second)") }
            seconds = Double(second) + (fraction() ?? 0)
        }
        var time = try ClockTime.reading(hour, minute ?? 0, isLiteral: true)
        time.seconds = seconds
        return time
    }

    /// Of a second, to the millisecond.
    private mutating func fraction() -> Double? {
        guard accept(".") || accept(",") else { return nil }
        let digits = rest.prefix(while: Self.isDigit)
        rest = rest.dropFirst(digits.count)
        let thousandths = (0..<3).reduce(0) { sum, index in
            sum * 10 + (digits.dropFirst(index).first.map { Int($0) - 0x30 } ?? 0)
        }
        return Double(thousandths) / 1000
    }

    private struct Offset {
        var seconds: Int?
    }

    /// Nil when something else comes next.
    private mutating func offset() throws(Impossible) -> Offset? {
        _ = skipBlanks()
        if rest.isEmpty { return Offset() }
        if accept("Z") || accept("z") { return Offset(seconds: 0) }
        let isEast = accept("+")
        guard isEast || accept("-"), let hours = digits(2) else { return nil }
        _ = accept(":")
        let minutes = digits(2) ?? 0
        guard hours <= 18, minutes < 60 else { throw Impossible(reason: "no zone is \(hours) hours from UTC") }
        return Offset(seconds: (hours * 60 + minutes) * (isEast ? 60 : -60))
    }

    private mutating func attempt<Found>(_ find: (inout Scanner) -> Found?) -> Found? {
        let start = rest
        if let found = find(&self) { return found }
        rest = start
        return nil
    }

    private mutating func digits(_ count: Int) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(Self.isDigit) else { return nil }
        rest = rest.dropFirst(count)
        return digits.reduce(0) { $0 * 10 + Int($1) - 0x30 }
    }

    private mutating func accept(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    private mutating func skipBlanks() -> Bool {
        let before = rest.count
        while accept(" ") {}
        return rest.count < before
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
