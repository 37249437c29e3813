import Passwords
import Testing

@testable import Dashboard

@Suite struct SignInDeskTests {
    private static let address = "192.0.2.7"

    /// There is no database here: had the try been counted or looked at, it would fail otherwise.
    @Test func nobodyIsLookedAtForWhomThereIsNoRoom() async throws {
        let console = try IdleConsole.make()
        let hasher = PasswordHasher(costLog2: 10)
        let desk = SignInDesk(pool: console.database.pool, hasher: hasher, logger: console.logger)
        try await Self.taking(8, of: hasher) {
            await #expect(throws: WaitingPlaces.AllTaken.self) {
                try await desk.signIn(
                    email: "olga@example.com", password: "guess", address: Self.address, userAgent: nil)
            }
        }
        // The places are given back.
        try await Self.taking(8, of: hasher) {}
    }

    private static func taking(_ places: Int, of hasher: PasswordHasher, _ body: () async throws -> Void) async throws {
        guard places > 0 else { return try await body() }
        try await hasher.waiting(for: address) { try await taking(places - 1, of: hasher, body) }
    }
}
