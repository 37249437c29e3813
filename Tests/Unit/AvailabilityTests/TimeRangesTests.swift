import Foundation
import Testing

@testable import Availability

@Suite struct TimeRangesTests {
    /// Seconds of some day.
    private static func ranges(_ ranges: Range<Double>...) -> [Range<Date>] {
        ranges.map {
            Date(timeIntervalSinceReferenceDate: $0.lowerBound)..<Date(timeIntervalSinceReferenceDate: $0.upperBound)
        }
    }

    @Test func theyAreInOrderAndApart() {
        let times = TimeRanges(Self.ranges(50..<60, 10..<20, 35..<35, 20..<30, 51..<52, 55..<70, 5..<6))
        #expect(times.ranges == Self.ranges(5..<6, 10..<30, 50..<70))
    }

    @Test(
        arguments: [
            (0..<10, false, false), (0..<11, true, false), (10..<11, true, true), (10..<20, true, true),
            (19..<20, true, true),
            (19..<21, true, false), (20..<30, false, false), (15..<35, true, false), (30..<40, true, true),
            (39..<50, true, false), (40..<50, false, false),
        ] as [(Range<Double>, Bool, Bool)])
    func theyAreMetOrCoverIt(range: Range<Double>, overlaps: Bool, covers: Bool) {
        let times = TimeRanges(Self.ranges(10..<20, 30..<40))
        for range in Self.ranges(range) {
            #expect(times.overlaps(range) == overlaps)
            #expect(times.covers(range) == covers)
            #expect(times.contains(range.lowerBound) == [10, 15, 19, 30, 39].contains(range.lowerBound.seconds))
        }
    }

    @Test(
        arguments: [
            (0..<50, ranges(10..<20, 30..<40)), (12..<18, ranges(12..<18)), (15..<35, ranges(15..<20, 30..<35)),
            (20..<30, []), (0..<10, []), (40..<50, []), (15..<15, []),
        ] as [(Range<Double>, [Range<Date>])])
    func theyAreCutToARange(range: Range<Double>, expected: [Range<Date>]) {
        for range in Self.ranges(range) {
            #expect(TimeRanges(Self.ranges(10..<20, 30..<40)).clamped(to: range).ranges == expected)
        }
    }

    @Test(arguments: [
        (ranges(), ranges(10..<20, 30..<40)), (ranges(0..<10, 20..<30, 40..<50), ranges(10..<20, 30..<40)),
        (ranges(10..<12), ranges(12..<20, 30..<40)), (ranges(18..<20), ranges(10..<18, 30..<40)),
        (ranges(12..<14, 16..<18), ranges(10..<12, 14..<16, 18..<20, 30..<40)),
        (ranges(15..<35), ranges(10..<15, 35..<40)), (ranges(10..<20), ranges(30..<40)), (ranges(5..<45), ranges()),
    ])
    func othersAreCutOut(others: [Range<Date>], expected: [Range<Date>]) {
        #expect(TimeRanges(Self.ranges(10..<20, 30..<40)).subtracting(TimeRanges(others)).ranges == expected)
    }
}

extension Date {
    fileprivate var seconds: Double { timeIntervalSinceReferenceDate }
}
