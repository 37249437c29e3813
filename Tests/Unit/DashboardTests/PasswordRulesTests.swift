import Testing

@testable import Dashboard

@Suite struct PasswordRulesTests {
    private let rules = PasswordRules(about: ["ana.ruiz@meridian-homes.example", "Ana Ruiz", "Meridian Homes & Solar"])

    @Test(arguments: [
        "correcto caballo bateria", "tres lunas y un pan", "kV9#pQ2xTz", "zwölf Äpfel im Korb", "日本語のパスワードです",
        "ruiz collects old radios", "meridian is a line on maps", "              x", "password of my grandmother",
    ])
    func whatIsLongAndNotObviousMayBeUsed(password: String) {
        #expect(rules.problem(with: password) == nil)
    }

    @Test func lengthCountsCharactersNotBytes() {
        #expect(rules.problem(with: "kV9#pQ2xT") == .tooShort)
        #expect(rules.problem(with: "éàüñçøßłé") == .tooShort)
        #expect(rules.problem(with: "") == .tooShort)
        // Ten letters and one accent of its own are ten characters once they are put together.
        #expect(rules.problem(with: "kVwpQbxTe\u{301}") == .tooShort)
        #expect(rules.problem(with: "kVwpQbxTze\u{301}") == nil)
        let long = (0..<100).map { "\($0)x" }.joined()
        #expect(rules.problem(with: String(long.prefix(200))) == nil)
        #expect(rules.problem(with: String(long.prefix(201))) == .tooLong)
    }

    @Test(arguments: [
        "password123", "PASSWORD123", "Password2024!", "Pässword12345", "contraseña", "Contraseña123", "1234567890",
        "qwertyuiop", "iloveyou123", "1q2w3e4r5t", "  welcome2025", "admin!!!!!!!", "letmein00000", "bienvenido1",
        "aaaaaaaaaa", "abcdefghijkl", "9876543210", "abcabcabcabc", "12121212121212", "correct horse battery staple",
    ])
    func whatIsTriedFirstIsRefused(password: String) {
        #expect(rules.problem(with: password) == .common)
    }

    @Test(arguments: [
        "ana.ruiz@meridian-homes.example", "Ana Ruiz 2024", "anaruiz1984", "RuizAna!!!!", "meridian2025",
        "MeridianHomes",
        "Meridian Homes & Solar", "solar12345678", "1234meridian", "thavon2026!",
    ])
    func whatEverybodyKnowsOfItsOwnerIsRefused(password: String) {
        #expect(rules.problem(with: password) == .aboutYou)
    }

    @Test func aShortNameDoesNotSpoilALongPassword() {
        let rules = PasswordRules(about: ["li@x.example", "Li", "A"])
        #expect(rules.problem(with: "lililililo4z") == nil)
        #expect(rules.problem(with: "a quiet morning") == nil)
    }

    @Test func thatItIsRepeatedIsLookedAtLast() {
        #expect(rules.problem(with: "short", repeated: "other") == .tooShort)
        #expect(rules.problem(with: "tres lunas y un pan", repeated: "tres lunas y un par") == .notRepeated)
        #expect(rules.problem(with: "tres lunas y un pan", repeated: "tres lunas y un pan") == nil)
    }

    /// What is listed can be met: it is long enough, and written as passwords are compared.
    @Test func theListIsOfUse() {
        for password in CommonPasswords.all {
            #expect(password.count >= PasswordRules.shortest, "\(password)")
            #expect(PasswordRules.folded(password) == password, "\(password)")
        }
    }
}
