internal import CivilTime
internal import Foundation

/// Dates, times, numbers and lengths of time as one reader writes them, by the clock of their zone.
struct ReaderFormats: Sendable {
    private let locale: Locale
    let zone: TimeZone
    private let style: Date.FormatStyle

    init(_ language: NoticeLanguage, zone: TimeZone) {
        locale = language.locale
        self.zone = zone
        style = Date.FormatStyle(locale: locale, calendar: Calendar(identifier: .gregorian), timeZone: zone)
    }

    /// The same reader, by another clock.
    init(_ formats: ReaderFormats, zone: TimeZone) {
        locale = formats.locale
        self.zone = zone
        style = Date.FormatStyle(locale: locale, calendar: Calendar(identifier: .gregorian), timeZone: zone)
    }

    /// "Thursday, August 27, 2026"
    func day(_ date: Date) -> String { date.formatted(style.weekday(.wide).day().month(.wide).year()) }

    /// "Thu, Aug 27"
    func shortDay(_ date: Date) -> String {
        Self.plain(date.formatted(style.weekday(.abbreviated).day().month(.abbreviated)))
    }

    /// "10:30 AM"
    func time(_ date: Date) -> String { Self.plain(date.formatted(style.hour().minute())) }

    /// "Eastern Daylight Time"
    func zoneName(_ date: Date) -> String { date.formatted(style.timeZone(.specificName(.long))) }

    /// "EDT", or the distance to Greenwich where the reader's language has no such name.
    func shortZoneName(_ date: Date) -> String { Self.plain(date.formatted(style.timeZone(.specificName(.short)))) }

    func number(_ number: Int) -> String { number.formatted(.number.locale(locale)) }

    /// "2 days, 3 hours": the two largest units; less than a minute counts as one.
    func wait(_ duration: Duration) -> String {
        let minutes = max(1, duration.components.seconds / 60)
        return Duration.seconds(minutes * 60).formatted(
            .units(allowed: [.days, .hours, .minutes], width: .wide, maximumUnitCount: 2).locale(locale))
    }

    /// "3 min 12 s": the signs are the same in all our languages.
    static func length(seconds: Int) -> String {
        let (hours, minutes, rest) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
        if hours > 0 { return minutes > 0 ? "\(hours) h \(minutes) min" : "\(hours) h" }
        guard minutes > 0 else { return "\(max(0, rest)) s" }
        return rest > 0 ? "\(minutes) min \(rest) s" : "\(minutes) min"
    }

    /// Whether somebody who reads a clock of this zone could mean another moment: that hour comes twice, or `other`
    /// shows another time.
    func isDoubtful(_ date: Date, beside other: TimeZone?) -> Bool {
        if let other, other.secondsFromGMT(for: date) != zone.secondsFromGMT(for: date) { return true }
        let clock = LocalClock(zone)
        let reading = clock.reading(at: date)
        return clock.instants(of: reading.date, minute: reading.minute).count > 1
    }

    /// Narrow and unbreakable spaces would take an SMS out of its small alphabet.
    private static func plain(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0x202F || $0.value == 0xA0 ? " " : $0 }))
    }
}
