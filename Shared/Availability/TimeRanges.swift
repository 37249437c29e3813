internal import Foundation

/// Stretches of time: in order, apart from each other, none of them empty.
struct TimeRanges: Sendable {
    let ranges: [Range<Date>]

    /// In any order; those that overlap or touch become one.
    init(_ ranges: some Sequence<Range<Date>>) {
        self.ranges = ranges.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) {
            merged, range in
            guard let last = merged.last, range.lowerBound <= last.upperBound else { return merged.append(range) }
            merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
        }
    }

    private init(sorted ranges: [Range<Date>]) { self.ranges = ranges }

    func contains(_ instant: Date) -> Bool {
        let index = index(endingAfter: instant)
        return index < ranges.count && ranges[index].lowerBound <= instant
    }

    func overlaps(_ range: Range<Date>) -> Bool {
        let index = index(endingAfter: range.lowerBound)
        return index < ranges.count && ranges[index].lowerBound < range.upperBound
    }

    /// Whether all of it lies in a single stretch.
    func covers(_ range: Range<Date>) -> Bool {
        contains(range.lowerBound) && range.upperBound <= ranges[index(endingAfter: range.lowerBound)].upperBound
    }

    /// What of them lies within `range`.
    func clamped(to range: Range<Date>) -> TimeRanges {
        let inside = ranges[index(endingAfter: range.lowerBound)...].prefix { $0.lowerBound < range.upperBound }
        return TimeRanges(sorted: inside.map { $0.clamped(to: range) }.filter { !$0.isEmpty })
    }

    /// What is left of them when `others` are cut out.
    func subtracting(_ others: TimeRanges) -> TimeRanges {
        var rest: [Range<Date>] = []
        for range in ranges {
            var start = range.lowerBound
            let cuts = others.ranges[others.index(endingAfter: start)...].prefix { $0.lowerBound < range.upperBound }
            for cut in cuts {
                if start < cut.lowerBound { rest.append(start..<cut.lowerBound) }
                start = cut.upperBound
            }
            if start < range.upperBound { rest.append(start..<range.upperBound) }
        }
        return TimeRanges(sorted: rest)
    }

    /// Where the first one is that ends after `instant`; their number when none does.
    private func index(endingAfter instant: Date) -> Int {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound > instant { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
