internal import Foundation

/// The moments at which the clock on the wall shows a multiple of so many minutes since midnight.
struct WallGrid: Sendable {
    /// A stretch in which the clock is not changed.
    private struct Piece: Sendable {
        let range: Range<Date>
        /// What the clock is ahead of UTC, in seconds.
        let offset: Double
    }

    private let pieces: [Piece]
    /// In seconds.
    private let step: Double

    /// - Parameters:
    ///   - step: minutes; a divisor of the day's 1440.
    ///   - range: what is known of the clock; nothing outside of it is found.
    init(zone: TimeZone, step: Int, over range: Range<Date>) {
        self.step = Double(step) * 60
        var pieces: [Piece] = []
        var start = range.lowerBound
        while start < range.upperBound {
            let change = zone.nextDaylightSavingTimeTransition(after: start) ?? range.upperBound
            let end = change > start ? min(change, range.upperBound) : range.upperBound
            pieces.append(Piece(range: start..<end, offset: Double(zone.secondsFromGMT(for: start))))
            start = end
        }
        self.pieces = pieces
    }

    /// Those in `range`, in order.
    func moments(in range: ClosedRange<Date>) -> [Date] {
        pieces.flatMap { piece -> [Date] in
            let start = max(piece.range.lowerBound, range.lowerBound)
            guard start < piece.range.upperBound, start <= range.upperBound else { return [] }
            let end = piece.range.upperBound.timeIntervalSinceReferenceDate
            return stride(from: first(from: start, offset: piece.offset), to: end, by: step)
                .prefix { $0 <= range.upperBound.timeIntervalSinceReferenceDate }
                .map { Date(timeIntervalSinceReferenceDate: $0) }
        }
    }

    /// The first at or after `instant` while the clock is that far ahead; in seconds since 2001, a midnight.
    private func first(from instant: Date, offset: Double) -> Double {
        let seconds = instant.timeIntervalSinceReferenceDate
        let moment = ((seconds + offset) / step).rounded(.up) * step - offset
        // A sum may be too large to keep the last bit of its fraction.
        return moment < seconds ? moment + step : moment
    }
}
