internal import PollExecutor

/// Makes and checks passwords' hashes on a thread of its own, one after another: however many try to sign in at once, one
/// processor and the memory of one hash are busy with it. Whoever uses it for strangers asks for a place first, by
/// ``waiting(for:_:)``: without a bound, those who guess would keep everybody else waiting.
package actor PasswordHasher {
    private let executor = PollExecutor(name: "passwords")
    private let costLog2: Int
    // At 300 ms each the last one waits some ten seconds.
    private nonisolated let places = WaitingPlaces(most: 32, mostForOne: 8)
    /// Of a password that nobody has: checking it takes as long as checking somebody's.
    private var decoy: PasswordHash?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    package init(costLog2: Int = 17) { self.costLog2 = costLog2 }

    /// Does what makes or checks a hash while it has one of the places.
    ///
    /// - Parameter source: who asks for it, as the network tells them apart.
    /// - Throws: `WaitingPlaces.AllTaken`, before `body` has begun; and what `body` throws.
    package nonisolated(nonsending) func waiting<R>(
        for source: String, _ body: () async throws -> R
    ) async throws -> R {
        try places.take(source)
        defer { places.leave(source) }
        return try await body()
    }

    package func hash(_ password: String) throws -> PasswordHash { try PasswordHash(password, costLog2: costLog2) }

    /// Whether the password is the one; takes the same time when there is none to compare with, so that nobody learns from it
    /// who has an account.
    ///
    /// - Throws: when it cannot be found out; that is no wrong password.
    package func check(_ password: String, against hash: PasswordHash?) throws -> Bool {
        guard let hash else {
            let decoy = try decoy ?? PasswordHash("", costLog2: costLog2)
            self.decoy = decoy
            _ = try decoy.matches(password + ".")
            return false
        }
        return try hash.matches(password)
    }
}
