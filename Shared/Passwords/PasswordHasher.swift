internal import PollExecutor

/// Makes and checks passwords' hashes on a thread of its own, one after another: however many try to sign in at once, one
/// processor and the memory of one hash are busy with it.
package actor PasswordHasher {
    private let executor = PollExecutor(name: "passwords")
    private let costLog2: Int
    /// Of a password that nobody has: checking it takes as long as checking somebody's.
    private var decoy: PasswordHash?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    package init(costLog2: Int = 17) { self.costLog2 = costLog2 }

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
