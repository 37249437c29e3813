import CivilTime
import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct AppointmentFilterTests {
    /// 29 November 2026, 12:00 in Madrid.
    private static let time = ViewerTime(
        zone: TimeZone(identifier: "Europe/Madrid") ?? .gmt, language: .english,
        now: Date(timeIntervalSince1970: 1_795_950_000))

    private static func filter(_ items: [(String, String)]) throws -> AppointmentFilter {
        try AppointmentFilter(Query(items))
    }

    @Test func withoutAnythingItIsFromTodayOn() throws {
        let filter = try Self.filter([])
        #expect(filter.isEmpty && filter.items.isEmpty)
        let (from, to) = filter.range(Self.time)
        // Midnight in Madrid is 23:00 UTC.
        #expect(from == Date(rfc3339: "2026-11-28T23:00:00Z"))
        #expect(to == nil)
    }

    @Test func thePastEndsWhereTodayBegins() throws {
        let filter = try Self.filter([("past", "1")])
        let (from, to) = filter.range(Self.time)
        #expect(from == nil)
        #expect(to == Date(rfc3339: "2026-11-28T23:00:00Z"))
        #expect(filter.isEmpty)
        #expect(filter.otherWay == (try Self.filter([])))
    }

    @Test func daysThatAreGivenAreBothIncluded() throws {
        let filter = try Self.filter([("from", "2026-10-24"), ("to", "2026-10-25")])
        let (from, to) = filter.range(Self.time)
        // The clocks go back in between: 49 hours.
        #expect(from == Date(rfc3339: "2026-10-23T22:00:00Z"))
        #expect(to == Date(rfc3339: "2026-10-25T23:00:00Z"))
    }

    @Test func onlyAnEndHasNoBeginning() throws {
        let (from, to) = try Self.filter([("to", "2026-12-01")]).range(Self.time)
        #expect(from == nil)
        #expect(to == Date(rfc3339: "2026-12-01T23:00:00Z"))
    }

    @Test func anAddressSaysTheSameAgain() throws {
        let id = "019a0000-0000-7000-8000-000000000001"
        let items = [
            ("past", "1"), ("from", "2026-01-02"), ("to", "2026-01-03"), ("status", "no_show"), ("agent", id),
            ("lead", id),
        ]
        let filter = try Self.filter(items)
        #expect(filter.items.map(\.name) == items.map(\.0))
        #expect(filter.items.map(\.value) == items.map(\.1))
        #expect(!filter.isEmpty)
        #expect(filter.otherWay.from == nil && filter.otherWay.status == .noShow)
    }

    @Test(arguments: [
        ("from", "2026-02-30"), ("to", "tomorrow"), ("status", "maybe"), ("agent", "1"), ("lead", "x"), ("past", "no"),
    ])
    func whatMakesNoSenseIsRefused(item: (String, String)) {
        #expect(throws: BadRequest.self) { try Self.filter([item]) }
    }
}

@Suite struct AppointmentPagingTests {
    private static let cursor = Cursor(key: 5, id: UUID())
    private static let many = Array(0...AppointmentPaging.pageSize)

    private static func paging(_ name: String?, isAscending: Bool = true) throws -> AppointmentPaging {
        try AppointmentPaging(Query(name.map { [($0, cursor.text)] } ?? []), isAscending: isAscending)
    }

    @Test func theFirstPageHasNothingBefore() throws {
        let paging = try Self.paging(nil)
        #expect(paging.readsAscending && paging.cursor == nil)
        let page = paging.page(of: Self.many)
        #expect(page.rows == Array(Self.many.dropLast()))
        #expect(!page.hasPrevious && page.hasNext)
        #expect(paging.page(of: [1]).hasNext == false)
    }

    @Test func aLaterPageHasAnotherBefore() throws {
        let paging = try Self.paging("after")
        #expect(paging.readsAscending && paging.cursor == Self.cursor)
        let page = paging.page(of: [1, 2])
        #expect(page.rows == [1, 2] && page.hasPrevious && !page.hasNext)
    }

    @Test func goingBackIsReadTheOtherWayAndTurnedRound() throws {
        let paging = try Self.paging("before")
        #expect(!paging.readsAscending)
        let page = paging.page(of: Self.many)
        #expect(page.rows == Self.many.dropLast().reversed())
        #expect(page.hasPrevious && page.hasNext)
        #expect(!paging.page(of: [2, 1]).hasPrevious)
    }

    @Test func aListThatRunsBackwardsIsReadSo() throws {
        #expect(try !Self.paging("after", isAscending: false).readsAscending)
        #expect(try Self.paging("before", isAscending: false).readsAscending)
    }

    @Test func aPlaceThatThereIsNotIsRefused() {
        #expect(throws: BadRequest.self) { try AppointmentPaging(Query([("after", "x")]), isAscending: true) }
    }
}
