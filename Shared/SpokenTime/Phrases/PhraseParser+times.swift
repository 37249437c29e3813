extension PhraseParser {
    /// "14:30", "half past three", "noon", "two in the afternoon"; the last words are for others to read.
    mutating func time() -> ClockTime? {
        do throws(Impossible) {
            if let time = try named() { return time }
            if let time = try relative() { return time }
            return try hour()
        } catch {
            findings.problem = error.reason
            return ClockTime(minutes: 0, isLiteral: true)
        }
    }

    /// "Noon", "meio-dia e meia".
    private mutating func named() throws(Impossible) -> ClockTime? {
        let hour: Int
        switch peek() {
        case .word(.noon): hour = 12
        case .word(.midnight): hour = 0
        default: return nil
        }
        position += 1
        return try .reading(hour, attempt { $0.joinedMinutes() } ?? 0, isLiteral: true)
    }

    /// "Quarter past three", "fünf vor halb vier", "halb vier", "quinze para as três".
    private mutating func relative() throws(Impossible) -> ClockTime? {
        let start = position
        if let lead = lead(), let time = try after(lead) { return time }
        position = start
        return nil
    }

    private enum Lead {
        case half, quarter, threeQuarters
        case minutes(Numeral)

        var minutes: Int {
            switch self {
            case .half: 30
            case .quarter: 15
            case .threeQuarters: 45
            case .minutes(let numeral): numeral.value
            }
        }
    }

    private mutating func lead() -> Lead? {
        skip([.one])
        if accept(.half) { return .half }
        if accept(.quarter) { return .quarter }
        if accept(.threeQuarters) { return .threeQuarters }
        guard let numeral = number(where: { $0.isShort && (1...29).contains($0.value) }) else { return nil }
        skip([.unit(.minute)])
        return .minutes(numeral)
    }

    private mutating func after(_ lead: Lead) throws(Impossible) -> ClockTime? {
        if accept(.past) { return try shifted(by: lead.minutes) }
        if accept(.to) { return isRange(from: lead) ? nil : try shifted(by: -lead.minutes) }
        switch (lead, grammar.half) {
        case (.half, .afterHour): return try shifted(by: 30)
        case (.half, .beforeHour): return try shifted(by: -30)
        case (.quarter, .beforeHour): return try shifted(by: -45)
        case (.threeQuarters, .beforeHour): return try shifted(by: -15)
        default: return nil
        }
    }

    /// "2 to 4" and "10 to 12" are spans of hours, but "10 to 3" and "ten to twelve" are minutes before one.
    private func isRange(from lead: Lead) -> Bool {
        guard grammar.toMayBeUntil, case .minutes(let numeral) = lead else { return false }
        guard numeral.value % 5 == 0 else { return true }
        guard numeral.digits != nil, case .number(let hour) = peek() else { return false }
        return hour.value > numeral.value
    }

    /// So many minutes after the hour that comes next, or after the half hour: "halb vier".
    private mutating func shifted(by minutes: Int) throws(Impossible) -> ClockTime? {
        skip([.filler, .the, .at])
        let half = grammar.half == .beforeHour && accept(.half) ? -30 : 0
        guard let hour = wholeHour() else { return nil }
        _ = accept(.clock) || accept(.hourMark)
        var time = try ClockTime.reading(hour.value, 0, isLiteral: hour.hasLeadingZero)
        time.minutes += minutes + half
        // A quarter to one is at the end of the twelve hours, or of the day.
        if time.minutes < 0 { time.minutes += 1440 }
        return time
    }

    private mutating func wholeHour() -> Numeral? {
        if accept(.noon) { return Numeral(value: 12) }
        if accept(.one) { return Numeral(value: 1) }
        guard let numeral = number(where: { $0.isShort && $0.value <= 24 }) else { return nil }
        return peek() == .mark(":") || peek() == .word(.ordinalSuffix) ? nil : numeral
    }

    /// "Half" or a number after "and": "dos y media".
    private mutating func joinedMinutes() -> Int? {
        guard accept(.and) else { return nil }
        skip([.one])
        if accept(.half) { return 30 }
        if accept(.quarter) { return 15 }
        if accept(.threeQuarters) { return 45 }
        guard let numeral = number(where: { $0.isShort && $0.value <= 59 }), !isBeforeHourSign else { return nil }
        skip([.unit(.minute)])
        return numeral.value
    }

    /// "Menos cuarto", "moins le quart", "menos diez".
    private mutating func missingMinutes() -> Int? {
        guard accept(.minus) else { return nil }
        skip([.one, .the])
        if accept(.quarter) { return 15 }
        let numeral = number { $0.isShort && (1...29).contains($0.value) }
        skip([.unit(.minute)])
        return numeral?.value
    }
}

/// Times that begin with their hour.
extension PhraseParser {
    private mutating func hour() throws(Impossible) -> ClockTime? {
        let start = position
        let isIntroduced = isIntroduced
        if accept(.one) {
            let isHour = isIntroduced || isBeforeClock || peek() == .word(.and)
            if isHour, let time = try spelled(Numeral(value: 1), isCertain: isIntroduced) { return time }
        } else if let numeral = number(where: { ($0.digits ?? 1) <= 4 && $0.digits != 3 }) {
            if let time = try digital(numeral, isIntroduced) { return time }
            if numeral.isShort, let time = try spelled(numeral, isCertain: isIntroduced) { return time }
        }
        position = start
        return nil
    }

    /// "14:30", "14:30:00", "14.30", and "1430" where only a time can stand.
    private mutating func digital(_ hour: Numeral, _ isIntroduced: Bool) throws(Impossible) -> ClockTime? {
        if hour.digits == 4 {
            guard isIntroduced else { return nil }
            return try .reading(hour.value / 100, hour.value % 100, isLiteral: hour.value < 1000)
        }
        guard let minute = attempt({ $0.minutesAfterMark(isIntroduced) }) else { return nil }
        var time = try ClockTime.reading(hour.value, minute.value, isLiteral: hour.hasLeadingZero)
        time.seconds =
            attempt { $0.accept(mark: ":") ? $0.number(where: \.isShort) : nil }.map { Double($0.value) } ?? 0
        _ = attempt { $0.accept(mark: ".") ? $0.number() : nil }
        _ = acceptClock()
        return time
    }

    private mutating func minutesAfterMark(_ isIntroduced: Bool) -> Numeral? {
        if accept(mark: ":") { return number { $0.digits == 2 } }
        // A comma may also part two numbers.
        let isComma = accept(mark: ",")
        guard isComma || accept(mark: ".") else { return nil }
        guard let minute = number(where: { $0.digits == 2 }) else { return nil }
        return !isComma || isIntroduced || isBeforeClock ? minute : nil
    }

    /// "14 Uhr 30", "dos y media", "two thirty", "10".
    private mutating func spelled(_ hour: Numeral, isCertain: Bool) throws(Impossible) -> ClockTime? {
        // "At 2 December" is cut off, but "at 2 December 1" is not.
        guard peek() != .word(.ordinalSuffix), !isBeforeMonth else { return nil }
        let hasClock = acceptClock()
        if accept(.noon) || accept(.midnight) { return try named(hour) }
        if let minutes = attempt({ $0.missingMinutes() }) {
            let time = try ClockTime.reading(hour.value, 0)
            return ClockTime(minutes: (time.minutes - minutes + 1440) % 1440, isLiteral: time.isLiteral)
        }
        let minutes = attempt { $0.joinedMinutes() } ?? attempt { $0.adjacentMinutes(hasClock) }
        guard isCertain || hasClock || minutes != nil || isBeforeDayPart || isBareHour(hour) else { return nil }
        if case .word(.unit) = peek(), !hasClock, minutes == nil { return nil }
        _ = minutes != nil && acceptClock()
        return try .reading(hour.value, minutes ?? 0, isLiteral: hour.hasLeadingZero)
    }

    /// "12 noon", "12 midnight".
    private func named(_ hour: Numeral) throws(Impossible) -> ClockTime? {
        guard hour.value == 12 else { return nil }
        return try .reading(peek(-1) == .word(.noon) ? 12 : 0, 0, isLiteral: true)
    }

    /// The thirty of "two thirty" and "14 Uhr 30".
    private mutating func adjacentMinutes(_ isAfterClock: Bool) -> Int? {
        guard let numeral = number(where: { $0.isShort && $0.value <= 59 && ($0.digits ?? 2) == 2 }) else { return nil }
        let isWord = numeral.digits == nil && (10...59).contains(numeral.value)
        guard isAfterClock || isWord, !isBeforeHourSign, !isBeforeMonth, peek() != .word(.ordinalSuffix) else {
            return nil
        }
        if case .mark = peek() { return nil }
        if case .word(.to) = peek() { return nil }
        skip([.unit(.minute)])
        return numeral.value
    }

    private mutating func acceptClock() -> Bool {
        accept(.clock) || accept(.hourMark) || grammar.hoursAreClock && accept(.unit(.hour))
    }

    private var isBeforeDayPart: Bool {
        switch peek() {
        case .word(.meridiem), .word(.part): true
        default: false
        }
    }

    private func isBareHour(_ hour: Numeral) -> Bool {
        if case .mark = peek() { return false }
        if case .mark = peek(-2) { return false }
        return hasBareHours && hour.value <= 24
    }

    private var isBeforeMonth: Bool {
        let distance = peek() == .word(.filler) ? 1 : 0
        guard case .word(.month) = peek(distance) else { return false }
        if case .number = peek(distance + 1) { return false }
        return true
    }
}
