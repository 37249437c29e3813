import Contracts
import Foundation
import Testing

@testable import Dashboard

@Suite struct ReassignmentTests {
    private static let job = UUID.timeOrdered(at: Date(timeIntervalSince1970: 1_795_950_000))

    private static func next(_ count: Int, to agentID: AgentID, after: Int = 0) -> [ListNextCalls.Row] {
        (0..<count).map {
            ListNextCalls.Row(call: .init(position: after + $0 + 1, id: .new()), agentID: agentID, isDecided: true)
        }
    }

    @Test func aPieceIsForOneAgentAndNoMoreThanACommandTakes() {
        let (one, other) = (AgentID.new(), AgentID.new())
        let rows = Self.next(3, to: one) + Self.next(5, to: other, after: 3)
        #expect(ReassignmentPiece(rows)?.positions == [1, 2, 3])
        #expect(ReassignmentPiece(Array(rows.dropFirst(3)))?.positions == [4, 5, 6, 7, 8])
        #expect(ReassignmentPiece(Self.next(450, to: one))?.calls.count == ReassignmentPiece.most)
        #expect(ReassignmentPiece([]) == nil && ReassignmentPiece.most <= 500)
    }

    @Test func whatNobodyCanHaveYetIsInNoPiece() {
        var rows = Self.next(3, to: .new())
        rows[1].isDecided = false
        #expect(ReassignmentPiece(rows)?.positions == [1, 3])
        rows[0].isDecided = false
        rows[2].isDecided = false
        #expect(ReassignmentPiece(rows) == nil)
    }

    @Test func theSameCallsOfAJobAreOneCommandAndOthersAreOthers() throws {
        let piece = try #require(ReassignmentPiece(Self.next(4, to: .new())))
        let command = piece.command(of: Self.job)
        #expect(command == piece.command(of: Self.job))
        // A command that comes again is told by its time as well.
        #expect(command.time == CommandID(rawValue: Self.job).time && command.time != nil)
        #expect(piece.command(of: .timeOrdered()) != command)
        var toAnother = piece
        toAnother.agentID = .new()
        #expect(toAnother.command(of: Self.job) != command)
        #expect(Set((piece.halves + [piece]).map { $0.command(of: Self.job) }).count == 3)
    }

    @Test func halvesAreTheWhole() throws {
        let piece = try #require(ReassignmentPiece(Self.next(5, to: .new())))
        #expect(piece.halves.map(\.calls.count) == [2, 3])
        #expect(piece.halves.flatMap(\.calls) == piece.calls)
        let single = try #require(ReassignmentPiece(Self.next(1, to: .new())))
        #expect(single.halves.isEmpty)
    }

    @Test func reasonsAreKnownWithTheCallsBehindThem() {
        #expect(ReassignmentRefusal(said: "it is not over yet: \(UUID())") == .notOver)
        #expect(ReassignmentRefusal(said: "the agency has no such call: \(UUID())") == .unknown)
        #expect(ReassignmentRefusal(said: "it is Sunday") == .other("it is Sunday"))
        for refusal in [ReassignmentRefusal.notOver, .unknown, .other("it is Sunday")] {
            #expect(ReassignmentRefusal(kept: refusal.text) == refusal)
        }
    }
}

@Suite struct ReassignmentPageTests {
    private static let now = Date(timeIntervalSince1970: 1_795_950_000)

    private static let viewer = Viewer(
        accountID: UUID(), agencyID: .new(), role: .owner, agentID: nil, name: "Olga", email: "o@example.com",
        language: nil, timeZone: .gmt, theme: "system", agencyName: "Meridian", proofID: UUID())

    private static func job(_ state: JobState, done: Int = 0) -> Reassignment {
        Reassignment(
            id: UUID(), state: state, query: "?period=today", isCollected: true, agentID: .new(),
            agentName: "Ana <b>", accountID: viewer.accountID, accountName: "Olga", address: "::1", calls: 1450,
            done: done, moved: max(0, done - 3), refused: min(done, 1), leaseToken: 1, createdAt: now)
    }

    private static func render(
        _ job: Reassignment, _ language: ConsoleLanguage = .english, _ refused: [ListRefusedCalls.Refused] = []
    ) -> String {
        let frame = PageFrame(
            assets: Assets(), viewer: viewer, formToken: "t", words: Words(language: language),
            time: ViewerTime(zone: .gmt, language: language, now: now))
        return ReassignmentPage(frame: frame, job: job, refused: refused).render().text
    }

    @Test func whatIsUnderWayShowsProgressAndIsFetchedAgain() {
        let html = Self.render(Self.job(.running, done: 200))
        #expect(html.contains("Giving away: 200 of 1,450 calls") && html.contains(#"max="1450" value="200""#))
        #expect(
            html.contains("data-progress=") && html.contains("data-refresh") && html.contains("/cancel")
                && html.contains("Refresh"))
        #expect(!html.contains("http-equiv") && !html.contains("Ana <b>"))
        var collecting = Self.job(.running)
        collecting.isCollected = false
        #expect(Self.render(collecting).contains("Looking for the calls that match"))
    }

    @Test func whatWaitsSaysForWhat() {
        var job = Self.job(.waiting, done: 200)
        #expect(!Self.render(job).contains("does not answer"))
        job.held = .unanswered
        #expect(Self.render(job).contains("does not answer right now"))
        #expect(Self.render(job, .spanish).contains("no responde ahora"))
    }

    @Test(arguments: [JobState.done, .cancelled, .failed])
    func whatIsOverIsNotFetchedAgain(_ state: JobState) {
        let html = Self.render(Self.job(state, done: 1450))
        #expect(!html.contains("data-refresh") && !html.contains("/cancel"))
        #expect(html.contains("<dd>1,447</dd>") && html.contains("<dd>2</dd>") && html.contains("<dd>1</dd>"))
    }

    @Test func whatWasRefusedIsListedWithWhy() {
        let refused = [ReassignmentRefusal.notOver, .other("it is <Sunday>")].enumerated().map {
            ListRefusedCalls.Refused(position: $0 + 1, callID: .new(), reason: $1, createdAt: Self.now, name: "Rosa")
        }
        let html = Self.render(Self.job(.done, done: 1450), .spanish, refused)
        #expect(html.contains("En curso, aún no se puede dar"))
        #expect(html.contains(#"<span lang="en">it is &lt;Sunday&gt;</span>"#))
    }

    @Test func aCallThatCameAfterTheWishIsNotMeant() throws {
        let job = Self.job(.waiting)
        let all = job.conditions(try CallFilter(Query([])), Self.viewer)
        #expect(all.to == Self.now && all.from == nil)
        let today = job.conditions(try CallFilter(Query([("period", "today")])), Self.viewer)
        #expect(today.to == Self.now && today.from.map { $0 <= Self.now && $0 > Self.now - 86_400 } == true)
        let yesterday = job.conditions(try CallFilter(Query([("period", "yesterday")])), Self.viewer)
        #expect(yesterday.to == today.from)
    }
}
