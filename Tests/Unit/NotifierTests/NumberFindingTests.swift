import Testing

@testable import Notifier
@testable import Twilio

/// What a refusal or a callback says of a number, for all messages to come.
@Suite struct NumberFindingTests {
    @Test func aStopHoldsEverywhereAndForGood() {
        #expect(NumberFinding(errorCode: 21610) == NumberFinding(cause: .stop, isEverywhere: true))
    }

    /// Nobody tells us when somebody lets us through again: it is tried after a while.
    @Test(arguments: [63014, 63033]) func aBlockIsForAWhile(code: Int) {
        #expect(NumberFinding(errorCode: code) == NumberFinding(cause: .blocked, isEverywhere: true, days: 30))
    }

    @Test func aNumberThatIsNoneIsForTheOwnersToMend() throws {
        let codes = try Self.codes(.invalidNumber)
        #expect(codes.contains(30006))
        for code in codes {
            #expect(NumberFinding(errorCode: code) == NumberFinding(cause: .invalid, isForOwners: true), "\(code)")
        }
    }

    @Test func whoIsNotOnWhatsAppMayJoinIt() throws {
        let codes = try Self.codes(.notOnWhatsApp)
        #expect(codes.contains(63003))
        for code in codes {
            #expect(NumberFinding(errorCode: code) == NumberFinding(cause: .invalid, days: 30), "\(code)")
        }
    }

    @Test func allElseSaysNothingOfTheNumber() {
        let others = TwilioErrorClass.codes.filter { ![.optedOut, .invalidNumber, .notOnWhatsApp].contains($0.0) }
        #expect(others.count == 7)
        for code in others.flatMap(\.1) + [0, 99_999] { #expect(NumberFinding(errorCode: code) == nil, "\(code)") }
        #expect(NumberFinding(errorCode: nil) == nil)
    }

    private static func codes(_ kind: TwilioErrorClass) throws -> [Int] {
        try #require(TwilioErrorClass.codes.first { $0.0 == kind }).1
    }
}
