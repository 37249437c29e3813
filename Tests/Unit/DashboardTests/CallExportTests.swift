import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct CallExportTests {
    private static let now = Date(timeIntervalSince1970: 1_795_950_000)

    private static func export(
        _ state: JobState, total: Int? = 12_000, done: Int = 0, rights: String = "owner"
    ) -> CallExport {
        CallExport(
            id: UUID(), rights: rights, query: "?q=%3Cb%3E&period=today", language: .english, zone: .gmt, state: state,
            total: total, done: done, pieces: done / 1000, bytes: done * 250, leaseToken: 1, createdAt: now,
            endedAt: state.isUnderWay ? nil : now)
    }

    private static func frame(_ language: ConsoleLanguage = .english) -> PageFrame {
        let viewer = SamplePage.frame().viewer
        return PageFrame(
            assets: Assets(), viewer: viewer, formToken: "t", words: Words(language: language),
            time: ViewerTime(zone: .gmt, language: language, now: now))
    }

    private static func render(_ export: CallExport, _ language: ConsoleLanguage = .english) -> String {
        CallExportPage(frame: frame(language), export: export).render().text
    }

    @Test func whatIsUnderWayShowsHowFarItIs() {
        let html = Self.render(Self.export(.running, done: 3000))
        #expect(html.contains("3,000 of 12,000 calls") && html.contains(#"max="12000" value="3000">25 %"#))
        #expect(html.contains("data-progress") && html.contains("data-refresh") && html.contains("/cancel"))
        #expect(!html.contains("Download") && !html.contains("<b>"))
        let uncounted = Self.render(Self.export(.running, total: nil, done: 3000), .spanish)
        #expect(uncounted.contains("3000 llamadas hasta ahora") && uncounted.contains(#"<progress id="p"></progress>"#))
    }

    @Test func whatIsReadyCanBeHadUntilItIsDeleted() {
        let html = Self.render(Self.export(.done, done: 12_000))
        #expect(html.contains("12,000 calls, 3.0 MB") && html.contains("/calls.csv\" download"))
        #expect(html.contains("It is deleted tomorrow") && html.contains("Delete the file"))
        #expect(!html.contains("data-progress"))
        let others = Self.render(Self.export(.done, done: 12_000, rights: "none"))
        #expect(!others.contains("/calls.csv\"") && others.contains("You may see other calls now"))
    }

    @Test(arguments: CallExport.Failure.allCases) func whatFailedSaysWhyAndCanBeBegunAgain(
        _ failure: CallExport.Failure
    ) {
        var export = Self.export(.failed)
        export.failure = failure
        for language in ConsoleLanguage.allCases {
            let html = Self.render(export, language)
            #expect(html.contains(#"href="/exports/new?q=%3Cb%3E&amp;period=today""#))
            #expect(html.contains(#"class="notice bad""#) && !html.contains("/cancel"))
        }
    }

    @Test func aCallThatCameAfterTheWishIsNotMeant() throws {
        let viewer = Self.frame().viewer
        let calls = try Self.export(.waiting).calls(viewer)
        #expect(calls.filter.text == "<b>" && calls.conditions.to == Self.now)
        #expect(calls.conditions.from.map { $0 <= Self.now && $0 > Self.now - 86_400 } == true)
    }

    @Test func theStartPageKeepsTheFilter() throws {
        let filter = try CallFilter(Query([("q", "a \"b\""), ("status", "answered")]))
        let page = CallExportStartPage(
            frame: Self.frame(), filter: filter, count: 10_001, once: OnceOnly(now: Self.now))
        let html = page.render().text
        #expect(html.contains("More than 10,000 calls") && html.contains("1,048,575 rows"))
        #expect(html.contains(#"name="query" value="?q=a%20%22b%22&amp;status=answered""#))
        var few = page
        few.count = 6000
        #expect(few.render().text.contains("6,000 calls") && !few.render().text.contains("1,048,575"))
    }

    @Test func onlyTheFirstPieceHasTheHead() {
        let page = ExportedCalls.Page(calls: [], details: [:], hasMore: false)
        let first = CallExportPiece(page, of: Self.export(.running), mostRows: 10)
        let later = CallExportPiece(page, of: Self.export(.running, done: 1000), mostRows: 2000)
        #expect(String(decoding: first.body, as: UTF8.self).hasPrefix("\u{feff}Time,Lead,Phone"))
        #expect(first.calls == 0 && !first.hasMore && later.body.isEmpty)
    }
}
