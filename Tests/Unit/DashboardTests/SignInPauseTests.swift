import Foundation
import Testing

@testable import Dashboard

@Suite struct SignInPauseTests {
    private static let now = Date(timeIntervalSince1970: 1_772_546_400)

    private func pause(_ seconds: Double) -> SignInPause {
        SignInPause(until: Self.now.addingTimeInterval(seconds), now: Self.now)
    }

    @Test func whoWaitsAsLongAsIsSaidDoesNotComeTooEarly() {
        #expect(pause(0.2).seconds == 1 && pause(59.5).seconds == 60 && pause(3600).seconds == 3600)
        // It has run out while the answer was made.
        #expect(pause(-3).seconds == 1)
    }

    @Test(arguments: [
        (1.0, "Wait a minute.", "Espere un minuto."), (60, "Wait a minute.", "Espere un minuto."),
        (61, "Wait 2 minutes.", "Espere 2 minutos."), (3541, "Wait 60 minutes.", "Espere 60 minutos."),
    ])
    func theMinutesAreSaid(_ seconds: Double, _ english: String, _ spanish: String) {
        #expect(Words(language: .english)(pause(seconds).toldInside).hasSuffix(english))
        #expect(Words(language: .spanish)(pause(seconds).toldInside).hasSuffix(spanish))
        let atTheDoor = Words(language: .english)(pause(seconds).toldAtSignIn)
        #expect(atTheDoor.hasSuffix("\(english.dropLast()), or set a new password."))
    }
}
