extension PhraseParser {
    /// "12/01/2026", "1 December", "December 1st".
    mutating func calendarDay() -> Findings.CalendarDay? {
        attempt { $0.numericDay() } ?? attempt { $0.dayAndMonth() } ?? attempt { $0.monthAndDay() }
    }

    private mutating func numericDay() -> Findings.CalendarDay? {
        guard let first = number(), case .mark(let mark) = peek(), ["/", ".", "-"].contains(mark) else { return nil }
        position += 1
        guard let second = number(where: \.isShort) else { return nil }
        guard accept(mark: mark) else {
            // "14.30" is a time, and "1-3" may be anything.
            guard mark != "-", first.isShort, mark == "/" || second.value <= 12, !isBeforeClock else { return nil }
            return ordered(first.value, second.value, year: nil, mark)
        }
        guard let third = number() else { return nil }
        if first.digits == 4 {
            return third.isShort ? .init(year: first.value, month: second.value, day: third.value) : nil
        }
        guard first.isShort, third.digits == 4 || third.digits == 2 else { return nil }
        return ordered(first.value, second.value, year: third.value + (third.digits == 2 ? 2000 : 0), mark)
    }

    /// Where only one order makes a date, it is that one.
    private func ordered(_ first: Int, _ second: Int, year: Int?, _ mark: Unicode.Scalar) -> Findings.CalendarDay {
        let isMonthFirst = monthFirst && mark != "." ? first <= 12 || second > 12 : second > 12 && first <= 12
        return isMonthFirst
            ? .init(year: year, month: first, day: second) : .init(year: year, month: second, day: first)
    }

    private mutating func dayAndMonth() -> Findings.CalendarDay? {
        guard let day = dayNumber() else { return nil }
        skip([.filler, .the])
        guard let month = month() else { return nil }
        return .init(year: year(), month: month, day: day)
    }

    private mutating func monthAndDay() -> Findings.CalendarDay? {
        guard let month = month() else { return nil }
        skip([.the])
        guard let day = dayNumber(), !isBeforeClock else { return nil }
        return .init(year: year(), month: month, day: day)
    }

    private mutating func dayNumber() -> Int? {
        if case .word(.ordinal(let day)) = peek() {
            position += 1
            return day
        }
        guard let numeral = number(where: \.isShort) else { return nil }
        _ = accept(.ordinalSuffix)
        return numeral.value
    }

    private mutating func month() -> Int? {
        switch peek() {
        case .word(.month(let month)), .word(.monthOrVerb(let month)):
            position += 1
            return month
        default: return nil
        }
    }

    private mutating func year() -> Int? {
        attempt {
            _ = $0.accept(mark: ",")
            $0.skip([.filler])
            let year = $0.number { $0.digits == 4 && (1900...2999).contains($0.value) }
            return $0.isBeforeClock ? nil : year?.value
        }
    }

    /// "The 15th", "el día 15", "am 15.", "lunes 15", "Monday 15 at ten".
    mutating func dayOfMonth() -> Int? {
        guard let numeral = number(where: { $0.isShort && $0.digits != nil }) else { return nil }
        guard !accept(.ordinalSuffix) else { return numeral.value }
        guard (1...31).contains(numeral.value), isIntroducedAsDay(numeral) else { return nil }
        switch peek() {
        case .mark, .word(.unit), .word(.part), .word(.past), .word(.to), .word(.and), .word(.minus): return nil
        default: return isBeforeClock ? nil : numeral.value
        }
    }

    /// By what stands before the number that was just read, or after it.
    private func isIntroducedAsDay(_ numeral: Numeral) -> Bool {
        switch peek(-2) {
        case .word(.the), .word(.unit(.day)): numeral.hasStop || !grammar.daysHaveStops
        case .word(.weekday): grammar.weekdaysTakeDays || numeral.value > 24 || peek() == .word(.at)
        default: false
        }
    }
}
