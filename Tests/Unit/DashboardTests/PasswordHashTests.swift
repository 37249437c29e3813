import Passwords
import Testing

@Suite struct PasswordHashTests {
    @Test func onlyThePasswordItselfMatches() throws {
        let hash = try PasswordHash("tres lunas y un pán", costLog2: 10)
        #expect(try hash.matches("tres lunas y un pán"))
        // Typed with an accent of its own.
        #expect(try hash.matches("tres lunas y un pa\u{301}n"))
        #expect(try !hash.matches("tres lunas y un pan"))
        #expect(try !hash.matches(""))
    }

    @Test(arguments: [
        "", "secret", "$scrypt$ln=17$AAAA$AAAA", "$scrypt$ln=99,r=8,p=1$AAAA$AAAA", "$argon2id$v=19$AAAA$AAAA",
    ])
    func whatIsNoHashIsNobodys(_ phc: String) throws {
        #expect(try !PasswordHash(phc: phc).matches("secret"))
    }

    /// With a block size of 1, scrypt takes no cost from 2^16 on (RFC 7914, 2): so it fails, as it does for want of memory.
    @Test func whatCannotBeFoundOutIsNoWrongPassword() async throws {
        let hash = PasswordHash(phc: "$scrypt$ln=16,r=1,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA")
        #expect(throws: (any Error).self) { try hash.matches("secret") }
        await #expect(throws: (any Error).self) {
            try await PasswordHasher(costLog2: 10).check("secret", against: hash)
        }
    }
}
