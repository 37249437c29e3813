import Foundation
import LocalServers
import OutboundHTTP
import Postgres
import TestSupport
import Testing

/// Who gets in, who does not, and what a session is good for.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct SignInTests {
    @Test func whoeverHasSignedInSeesTheirAgencyUntilTheySignOut() async throws {
        try await Consoling.run { console in
            var browser = console.visitor()
            let before = try await browser.get("/calls?status=answered")
            #expect(before.status == 303 && before.location == "/sign-in?next=%2Fcalls%3Fstatus%3Danswered")
            let signIn = try await browser.signIn(
                "OLGA@example.com", Consoling.password, next: "?next=%2Fcalls%3Fstatus%3Danswered")
            #expect(signIn.status == 303 && signIn.location == "/calls?status=answered")
            let cookie = signIn.headers.values("set-cookie").first { $0.hasPrefix("thavon_session=") } ?? ""
            #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"))
            let page = try await browser.get("/calls")
            #expect(page.status == 200 && page.text.contains("Test Agency") && page.text.contains("Olga Owner"))
            let stolen = browser
            let out = try await browser.post("/sign-out")
            #expect(out.status == 303 && out.location == "/sign-in")
            // The cookie that somebody has copied is worth nothing either.
            var thief = stolen
            let after = try await thief.get("/calls")
            #expect(after.status == 303)
        }
    }

    /// U+0000 is no character that the database can keep, wherever it comes in.
    @Test func aCharacterThatCannotBeKeptIsAnsweredInWords() async throws {
        try await Consoling.run { console in
            var stranger = console.visitor()
            try await stranger.get("/sign-in")
            let signIn = try await stranger.post("/sign-in", [("email", "a\0b"), ("password", "x")])
            #expect(signIn.status == 400 && signIn.text.contains("U+0000"))
            var owner = try await console.signedIn(.owner)
            for path in ["/calls?q=%00", "/calls.csv?q=%00", "/appointments/new?q=a%00"] {
                let answer = try await owner.get(path)
                #expect(answer.status == 400 && answer.text.contains("U+0000"), "\(path): \(answer.status)")
            }
            try await owner.get("/calls")
            let view = try await owner.post("/calls/views", [("name", "a\0b"), ("query", "?status=answered")])
            #expect(view.status == 400 && view.text.contains("U+0000"))
        }
    }

    @Test func aWrongPasswordAndAnUnknownAddressAreAnsweredTheSame() async throws {
        try await Consoling.run { console in
            var browser = console.visitor()
            let wrong = try await browser.signIn("olga@example.com", "wrong")
            let unknown = try await browser.signIn("nobody@example.com", "wrong")
            #expect(wrong.status == 422 && unknown.status == 422)
            #expect(
                wrong.text.replacing("olga", with: "").contains("No account has this address and this password"))
            #expect(unknown.text.contains("No account has this address and this password"))
            // What was typed is kept, but for the password.
            #expect(wrong.text.contains("olga@example.com") && !wrong.text.contains("\"wrong\""))
        }
    }

    @Test func whoeverOnlyGuessesIsKeptAwayEvenWithTheRightPassword() async throws {
        try await Consoling.run { console in
            var browser = console.visitor()
            for _ in 1...5 { _ = try await browser.signIn("olga@example.com", "guess") }
            let right = try await browser.signIn("olga@example.com", Consoling.password)
            #expect(right.status == 429)
            // Others are not kept from their own.
            let other = try await browser.signIn("bea@example.com", Consoling.password)
            #expect(other.status == 303)
            let seconds = Int(right.headers["retry-after"] ?? "") ?? 0
            #expect((1...60).contains(seconds) && right.text.contains("Wait a minute, or set a new password"))
            try await console.system.pool.simpleQuery(
                "UPDATE sign_in_limits SET blocked_until = now() + interval '59 minutes 30 seconds'")
            var visitor = console.visitor()
            let blocked = try await visitor.signIn("olga@example.com", Consoling.password)
            #expect(blocked.status == 429 && blocked.text.contains("Wait 60 minutes, or set a new password"))
            try await console.system.pool.simpleQuery("UPDATE sign_in_limits SET blocked_until = now()")
            var again = console.visitor()
            let later = try await again.signIn("olga@example.com", Consoling.password)
            #expect(later.status == 303)
        }
    }

    @Test func manyGuessesAtOnceAreNoMoreThanAFew() async throws {
        try await Consoling.run { console in
            var first = console.visitor()
            try await first.get("/sign-in")
            let browser = first
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 1...60 {
                    group.addTask {
                        var guesser = browser
                        return try await guesser.post(
                            "/sign-in", [("email", "olga@example.com"), ("password", "guess")]
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            // What there is no room for is answered at once, and is no guess.
            #expect(statuses.allSatisfy { [422, 429, 503].contains($0) })
            #expect(statuses.count { $0 == 422 } <= 5)
            var other = console.visitor()
            let bea = try await other.signIn("bea@example.com", Consoling.password)
            #expect(bea.status == 303)
        }
    }

    /// As many as may wait do: nothing can be counted while the table is locked. The next one is answered at once.
    @Test func whoFindsNoRoomIsToldToComeAgain() async throws {
        try await Consoling.run { console in
            var first = console.visitor()
            try await first.get("/sign-in")
            let (browser, pool) = (first, console.system.pool)
            let (locked, lock) = AsyncStream<Never>.makeStream()
            let (released, release) = AsyncStream<Never>.makeStream()
            let answers = try await withThrowingTaskGroup(of: Browser.Answer?.self) { group in
                group.addTask {
                    try await pool.transaction { transaction in
                        _ = try await transaction.execute(LockLimits())
                        lock.finish()
                        for await _ in released {}
                    }
                    return nil
                }
                for await _ in locked {}
                for number in 1...9 {
                    group.addTask {
                        var guesser = browser
                        return try await guesser.post(
                            "/sign-in", [("email", "nobody\(number)@example.com"), ("password", "guess")])
                    }
                }
                var answers: [Browser.Answer] = []
                while let answer = try await group.next() {
                    release.finish()
                    if let answer { answers.append(answer) }
                }
                return answers
            }
            #expect(answers.map(\.status) == [503] + Array(repeating: 422, count: 8))
            #expect(answers.first?.headers["retry-after"] == "10")
            #expect(answers.first?.text.contains("Too many people are signing in") == true)
            let bea = try await first.signIn(Person.bea.email, Consoling.password)
            #expect(bea.status == 303)
        }
    }

    @Test func eachGuessAfterABlockIsFollowedByALongerOneUpToAnHour() async throws {
        try await Consoling.run { console in
            var browser = console.visitor()
            for _ in 1...4 { _ = try await browser.signIn("olga@example.com", "guess") }
            for minutes in [1, 2, 4, 8, 16, 32, 60, 60] {
                let guess = try await browser.signIn("olga@example.com", "guess")
                #expect(guess.status == 422)
                // As if the block were over by now, long after the first guess.
                let rows = try await console.system.pool.execute(EndBlock(minutes: minutes))
                #expect(rows.first == true, "\(minutes)")
            }
        }
    }

    @Test func anAddressThatNobodyCanHaveIsNotKept() async throws {
        try await Consoling.run { console in
            var browser = console.visitor()
            let long = String(repeating: "x", count: 250) + "@example.com"
            let answer = try await browser.signIn(long, "guess")
            #expect(answer.status == 422 && answer.text.contains("No account has this address and this password"))
            let kept = try await console.system.pool.execute(CountLimits())
            #expect(kept.first == 0)
        }
    }

    @Test func whatIsLongOverIsForgotten() async throws {
        try await Consoling.run { console in
            _ = try await console.signedIn(.owner)
            _ = try await console.signedIn(.bea)
            try await console.system.pool.simpleQuery(
                """
                INSERT INTO sign_in_limits (key, window_began_at) VALUES
                    ('mail:old@example.com', now() - interval '2 days'), ('mail:new@example.com', now());
                DELETE FROM sign_in_limits WHERE key LIKE 'net:%';
                UPDATE sessions SET revoked_at = now() - interval '31 days' WHERE account_id = '\(Person.bea.id)';
                """)
            let removed = try await console.system.pool.execute(Forget())
            #expect(removed.first == 2)
            let kept = try await console.system.pool.execute(CountLimits())
            #expect(kept.first == 1)
        }
    }

    private struct EndBlock: PostgresStatement {
        /// Ends the block, and says whether it was so long.
        static let sql = """
            UPDATE sign_in_limits l SET blocked_until = now() - interval '1 minute',
                window_began_at = now() - interval '3 hours'
            FROM sign_in_limits old WHERE old.key = l.key AND l.key = 'mail:olga@example.com'
            RETURNING abs(extract(epoch FROM old.blocked_until - now()) - $1 * 60) < 30
            """
        var minutes: Int
        var parameters: [PostgresParameter] { [.init(minutes)] }
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Bool {
            try row.decode(column: 0, as: Bool.self)
        }
    }

    private struct CountLimits: PostgresStatement {
        static let sql = "SELECT count(*) FROM sign_in_limits"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
    }

    private struct Forget: PostgresStatement {
        static let sql = "SELECT forget_sign_ins()"
        static func decode(_ row: PostgresRow) throws(PostgresError) -> Int { try row.decode(column: 0, as: Int.self) }
    }

    @Test func aFormFromElsewhereDoesNothing() async throws {
        try await Consoling.run { console in
            var browser = try await console.signedIn(.owner)
            let page = try await browser.get("/calls")
            #expect(page.status == 200)
            let without = try await browser.post("/sign-out", token: "")
            #expect(without.status == 403)
            let foreign = try await browser.post("/sign-out", headers: [("sec-fetch-site", "cross-site")])
            #expect(foreign.status == 403)
            var other = try await console.signedIn(.bea)
            try await other.get("/calls")
            let others = try await browser.post("/sign-out", token: other.formToken)
            #expect(others.status == 403)
            let still = try await browser.get("/calls")
            #expect(still.status == 200)
        }
    }

    @Test func aDeactivatedAccountAndARevokedSessionSeeNothingMore() async throws {
        try await Consoling.run { console in
            var agent = try await console.signedIn(.bea)
            var owner = try await console.signedIn(.owner)
            try await console.system.pool.simpleQuery(
                """
                UPDATE accounts SET active = false WHERE email = 'bea@example.com';
                UPDATE sessions SET revoked_at = now() WHERE account_id = '\(Person.owner.id)';
                """)
            let one = try await agent.get("/calls")
            let other = try await owner.get("/calls")
            #expect(one.status == 303 && other.status == 303)
            var visitor = console.visitor()
            let again = try await visitor.signIn("bea@example.com", Consoling.password)
            #expect(again.status == 422)
        }
    }

    @Test(arguments: [Person.bea, .otherOwner])
    func nobodyGetsTheirOldSessionsBack(_ person: Person) async throws {
        try await Consoling.run { console in
            // A second owner of the agency, or one of its agents.
            try await console.system.pool.simpleQuery(
                "UPDATE accounts SET agency_id = '\(TestAgency.id)' WHERE id = '\(Person.otherOwner.id)'")
            var owner = try await console.signedIn(.owner)
            var former = try await console.signedIn(person)
            let before = try await former.get("/calls")
            #expect(before.status == 200)
            try await owner.get("/account")
            let off: Browser.Answer
            if let agent = person.agentID {
                off = try await owner.post("/team/\(agent)/leave", [("to", "keep")])
                #expect(off.status == 303)
                try await console.system.pool.simpleQuery(
                    "UPDATE agents SET active = true; UPDATE accounts SET active = true")
            } else {
                off = try await owner.post("/team/accounts/\(person.id)/deactivate")
                #expect(off.status == 303)
                let on = try await owner.post("/team/accounts/\(person.id)/activate")
                #expect(on.location == "/team?done=account-on")
            }
            let after = try await former.get("/calls")
            #expect(after.status == 303)
            let still = try await owner.get("/calls")
            #expect(still.status == 200)
        }
    }

    @Test func signingInLeadsNowhereElse() async throws {
        try await Consoling.run { console in
            for target in ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"] {
                var browser = console.visitor()
                let text = target.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
                let answer = try await browser.signIn("olga@example.com", Consoling.password, next: "?next=\(text)")
                #expect(answer.location == "/", "\(target)")
            }
        }
    }

    @Test func aSearchThatWasAskedForIsShownAfterSigningIn() async throws {
        try await Consoling.run { console in
            var browser = console.visitor()
            let before = try await browser.get("/calls?q=new%20house")
            let next = String(before.location?.dropFirst("/sign-in".count) ?? "")
            let answer = try await browser.signIn("olga@example.com", Consoling.password, next: next)
            #expect(answer.location == "/calls?q=new%20house")
        }
    }

    @Test func everyAnswerSaysWhatBrowsersMayDo() async throws {
        try await Consoling.run { console in
            var browser = try await console.signedIn(.owner)
            for path in ["/sign-in", "/calls", "/nothing-here", "/calls?status=nonsense"] {
                let answer = try await browser.get(path)
                let policy = answer.headers["content-security-policy"] ?? ""
                #expect(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
                #expect(
                    answer.headers["x-content-type-options"] == "nosniff"
                        && answer.headers["cache-control"] == "no-store")
            }
        }
    }

    @Test func addressesThatMakeNoSenseAreAnsweredWithWords() async throws {
        try await Consoling.run { console in
            var browser = try await console.signedIn(.owner)
            let senseless = [
                "/calls?status=nonsense", "/calls?after=crafted", "/calls?from=2026-13-45", "/calls?agent=%27%3B--",
                "/calls?min=-5", "/calls?max=99999999999999999999", "/calls?language=%00", "/calls?sort=worst",
                "/calls?q=\(String(repeating: "x", count: 300))", "/calls?lead=1",
            ]
            for path in senseless {
                let answer = try await browser.get(path)
                #expect(answer.status == 400 && answer.text.contains("<h1>"), "\(path): \(answer.status)")
            }
        }
    }

    @Test func theConsoleRefusesToRunUnprotected() async throws {
        try await Consoling.run { console in
            let database = console.system.database
            let url = "postgres://\(database.user)@\(database.host):\(database.port)/\(database.database)"
            let asOwner = try await console.system.runService("dashboard", ["DATABASE_URL": url])
            #expect(asOwner.status == .exited(code: 78) && asOwner.output.contains("row-level security does not bind"))
            try await console.system.pool.simpleQuery("ALTER TABLE leads NO FORCE ROW LEVEL SECURITY")
            let unforced = try await console.system.runService("dashboard")
            #expect(unforced.status == .exited(code: 78) && unforced.output.contains("the table leads"))
        }
    }
}

private struct LockLimits: PostgresStatement {
    typealias Row = NoRow
    static let sql = "LOCK TABLE sign_in_limits"
    var parameters: [PostgresParameter] { [] }
}
