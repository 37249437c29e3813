import OutboundHTTP
import TestSupport
import Testing

/// What owners decide about an agent, tried by the agent themselves: they see the page, and change nothing that is not theirs.
extension IsolationWalk {
    /// What an agent may do about themselves.
    private static let own = [
        "/team/:agent/availability", "/team/:agent/time-off", "/team/:agent/time-off/:id/remove",
        "/team/:agent/notifications", "/team/:agent/calendar/disconnect",
    ]
    private static let owners = [
        "/team/:agent", "/team/:agent/hours", "/team/:agent/exceptions", "/team/:agent/exceptions/remove",
        "/team/:agent/calls", "/team/:agent/leave", "/team/:agent/return", "/team/:agent/account",
    ]

    /// What any of those forms would take from an owner.
    private static let fields: [(String, String)] = [
        ("name", "Basti the Great"), ("email", "basti@example.com"), ("mode", "none"), ("weight", "100"),
        ("territories", "DE 1*"), ("date", "2030-01-07"), ("to", "keep"),
    ]

    @Test func agentsDecideNothingAboutThemselvesThatOwnersDo() async throws {
        try await Consoling.run { console in
            try await Self.fill(console)
            let routes = try Self.routes().filter { $0.method == .post && $0.path.hasPrefix("/team/:agent") }
            for route in routes {
                #expect((Self.own + Self.owners).contains(route.path), "the walk does not know whose \(route) is")
            }
            #expect(Set(routes.map(\.path)).isSuperset(of: Self.owners))
            var basti = try await console.signedIn(.basti)
            let before = try await Self.fingerprint(console)
            for path in Self.owners {
                let address = path.replacing(":agent", with: "\(TestAgency.bavarian)")
                let page = try await basti.get("/team/\(TestAgency.bavarian)")
                #expect(page.status == 200)
                let answer = try await basti.post(address, Self.fields)
                #expect([403, 404].contains(answer.status), "\(path): \(answer.status)")
            }
            let leave = try await basti.get("/team/\(TestAgency.bavarian)/leave")
            #expect([403, 404].contains(leave.status))
            let after = try await Self.fingerprint(console)
            for (table, print) in before { #expect(after[table] == print, "\(table) was changed") }
        }
    }
}
