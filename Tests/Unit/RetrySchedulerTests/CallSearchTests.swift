import Contracts
import Foundation
import RetryScheduler
import Testing

/// A list as the provider gives it, the newest first and cut off.
struct CallSearchTests {
    private static let start = Date(timeIntervalSince1970: 1_800_000_000)
    private static let limit = 10

    /// The calls of a span, as `GET /call` lists them.
    private static func list(_ all: [CallSearch.Listed], _ span: ClosedRange<Date>) -> [CallSearch.Listed] {
        let within = all.filter { $0.createdAt.map(span.contains) ?? false }
        return Array(within.sorted { ($0.createdAt ?? start) > ($1.createdAt ?? start) }.prefix(limit))
    }

    private static func search(
        _ attempts: [String: Date], in calls: [CallSearch.Listed]
    ) -> (found: [String: String], lists: Int) {
        var search = CallSearch(for: attempts, margin: 10, pageLimit: limit)
        var lists = 0
        while let span = search.span, lists < 1000 {
            search.read(list(calls, span))
            lists += 1
        }
        return (search.found, lists)
    }

    private static func call(_ number: Int, at seconds: TimeInterval) -> CallSearch.Listed {
        .init(callID: "call-\(number)", attemptID: "attempt-\(number)", createdAt: start + seconds)
    }

    @Test func whatIsOnTheFirstPageIsFoundWithOneList() {
        let result = Self.search(["attempt-1": Self.start], in: [Self.call(1, at: 0.2)])
        #expect(result.found == ["attempt-1": "call-1"])
        #expect(result.lists == 1)
    }

    @Test func whatIsHiddenBehindManyOthersIsFound() {
        // Fifty calls after it, all within the span.
        let calls = (0..<51).map { Self.call($0, at: Double($0) * 0.1) }
        let result = Self.search(["attempt-0": Self.start], in: calls)
        #expect(result.found == ["attempt-0": "call-0"])
    }

    @Test func callsOfTheSameMillisecondOnThePagesBorderAreFound() {
        // The tenth and the eleventh of the list were made in the same millisecond.
        var calls = (1...9).map { Self.call($0, at: 1 + Double($0) * 0.1) }
        calls += [Self.call(20, at: 1), Self.call(21, at: 1)]
        let result = Self.search(["attempt-20": Self.start, "attempt-21": Self.start], in: calls)
        #expect(result.found == ["attempt-20": "call-20", "attempt-21": "call-21"])
    }

    /// The bound travels as text, cut to milliseconds: it must lie after every call of the page's oldest millisecond.
    @Test func theBoundIsAfterTheWholeMillisecond() {
        for millisecond in 1...1000 {
            let shown = Self.start + Double(millisecond) / 1000
            var search = CallSearch(for: ["attempt-99": Self.start], margin: 10, pageLimit: Self.limit)
            search.read((0..<Self.limit).map { .init(callID: "\($0)", attemptID: nil, createdAt: shown) })
            let sent = search.span?.upperBound.rfc3339
            #expect(sent.flatMap { Date(rfc3339: $0) } ?? .distantPast > shown + 0.0009, "\(millisecond)")
        }
    }

    /// More calls in one instant than a page holds: there is nothing to narrow down, and no end to look for.
    @Test func itEndsWhereTheListCannotBeNarrowedDown() {
        let calls = (0..<50).map { Self.call($0, at: 1) }
        let result = Self.search(["attempt-49": Self.start], in: calls)
        #expect(result.lists < 5)
        var search = CallSearch(for: ["attempt-49": Self.start], margin: 10, pageLimit: Self.limit)
        while let span = search.span { search.read(Self.list(calls, span)) }
        // What was not found may be among what was not listed.
        #expect(!search.isComplete)
    }

    @Test func whatIsNotThereIsNotFoundAndTheWholeSpanWasListed() {
        let calls = (0..<35).map { Self.call($0, at: Double($0)) }
        let result = Self.search(["attempt-99": Self.start], in: calls)
        #expect(result.found.isEmpty)
        #expect(result.lists == 4)
    }

    @Test func callsOfOthersAreNotOurs() {
        var foreign = Self.call(1, at: 0)
        foreign.attemptID = nil
        #expect(Self.search(["attempt-1": Self.start], in: [foreign]).found.isEmpty)
    }

    @Test func nothingToLookForAsksNothing() {
        #expect(CallSearch(for: [:], margin: 10, pageLimit: 10).span == nil)
    }
}
