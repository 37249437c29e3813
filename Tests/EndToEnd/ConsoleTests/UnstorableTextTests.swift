import Foundation
import OutboundHTTP
import TestSupport
import Testing

/// Characters that no text here can have are refused where they come in: later somebody would try again for ever, or something
/// else would be kept than was sent.
@Suite(.timeLimit(.minutes(25)), .enabled(if: TestRabbitMQ.isAvailable)) struct UnstorableTextTests {
    private static let name = #""sender_name": "Olga 🙂 🙂""#

    @Test func aFormWithTheCharacterNulIsRefused() async throws {
        try await Consoling.run { console in
            var owner = try await console.signedIn(.owner)
            let texts = "/settings/texts/edit?kind=call.completed&language=en"
            let form = try PageForm("/settings/texts/save", on: try await owner.get(texts).text)
            let answer = try await owner.post("/settings/texts/save", form.with(["body": "a\0b"]))
            #expect(answer.status == 400)
        }
    }

    @Test func halfASurrogatePairIsNoCharacterAndEmptiesNothing() async throws {
        try await Consoling.run(services: ["sandbox", "notifier", "dashboard"]) { console in
            let owner = try await console.program(of: .owner)
            let path = "/api/v1/settings/mails"
            let kept = try await owner.send(.put, path, json: #"{"sender_name": "Olga 🙂 \ud83d\ude42"}"#)
            #expect(kept.status == 200 && kept.text.contains(Self.name), "\(kept.text)")
            for body in [#"{"footer": "\ud800"}"#, #"{"sender_name": "X", "footer": "a\udc00b"}"#] {
                let answer = try await owner.send(.put, path, json: body)
                #expect(answer.status == 400 && answer.isProblem, "\(answer.text)")
            }
            let still = try await owner.get("/settings")
            #expect(still.status == 200 && still.text.contains(Self.name))
        }
    }
}
