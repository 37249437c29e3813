/// How long from now.
enum Wait: Equatable {
    case minutes(Int)
    case days(Int)
}

extension PhraseParser {
    /// "In two hours", "three days from now", "a week from" Tuesday.
    mutating func wait() -> Wait? {
        let isAhead = accept(.ahead)
        skip([.filler])
        if let minutes = attempt({ $0.span() }) { return isAhead || accept(.fromNow) ? .minutes(minutes) : nil }
        guard let whole = amount(), let unit = unit() else { return nil }
        let sixtieths = whole + fraction(of: unit)
        guard isAhead || accept(.fromNow) || unit.isDays && accept(.from) else { return nil }
        let minutes = sixtieths * unit.minutes / 60
        guard (1...Self.longest).contains(minutes) else { return nil }
        let day = Word.Unit.day.minutes
        return unit.isDays && minutes % day == 0 ? .days(minutes / day) : .minutes(minutes)
    }

    /// About 27 years.
    private static let longest = 10_000 * Word.Unit.day.minutes

    private mutating func span() -> Int? {
        skip([.one])
        guard case .word(.span(let minutes)) = peek() else { return nil }
        position += 1
        return minutes
    }

    /// In sixtieths: "two", "half a", "two and a half".
    private mutating func amount() -> Int? {
        if accept(.oneAndAHalf) { return 90 }
        if let part = attempt({ $0.part() }) { return part }
        if accept(.one) { return 60 }
        guard let numeral = number() else { return nil }
        if let tenths = attempt({ $0.tenths() }) { return numeral.value * 60 + tenths * 6 }
        return numeral.value * 60 + (attempt { $0.accept(.and) ? $0.part() : nil } ?? 0)
    }

    /// "(A) half (an)", "a quarter of an".
    private mutating func part() -> Int? {
        skip([.one])
        let sixtieths: Int
        switch peek() {
        case .word(.half): sixtieths = 30
        case .word(.quarter): sixtieths = 15
        case .word(.threeQuarters): sixtieths = 45
        default: return nil
        }
        position += 1
        skip([.one, .filler])
        return sixtieths
    }

    /// The five of "1.5".
    private mutating func tenths() -> Int? {
        guard accept(mark: ".") || accept(mark: ",") else { return nil }
        return number { $0.digits == 1 }?.value
    }

    private mutating func unit() -> Word.Unit? {
        if accept(.hourMark) { return .hour }
        guard case .word(.unit(let unit)) = peek() else { return nil }
        position += 1
        return unit
    }

    /// "And a half", "and 30 minutes", the 30 of "2h30": in sixtieths of an hour or a day.
    private mutating func fraction(of unit: Word.Unit) -> Int {
        let isMark = peek(-1) == .word(.hourMark)
        return attempt {
            let isJoined = $0.accept(.and)
            if isJoined, let part = $0.attempt({ $0.part() }) { return part }
            guard unit == .hour, let numeral = $0.number(where: \.isShort) else { return nil }
            return $0.accept(.unit(.minute)) || isMark ? numeral.value : nil
        } ?? 0
    }
}

extension Word.Unit {
    fileprivate var isDays: Bool { minutes >= Word.Unit.day.minutes }
}
