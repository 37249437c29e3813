internal import Hummingbird

/// `/sample-report.json`: a report that can be posted as it is.
struct SampleRoutes: Sendable {
    let phoneNumberID: String
    let recordings: RecordingLinks
    let conversations: ConversationLibrary
    let ambient: Ambient

    func add(to router: Router<SandboxContext>) {
        router.get("/sample-report.json") { request, context in
            try await context.respond(report(request))
        }
    }

    private func report(_ request: Request) -> Answer {
        var sample = SampleRequest(phoneNumberID: request.query("phoneNumberId") ?? phoneNumberID)
        if let text = request.query("outcome") {
            guard let outcome = CallOutcome(rawValue: text) else {
                return Answer(status: 400, json: ["error": .string(CallOutcome.choices)])
            }
            sample.outcome = outcome
        }
        sample.number = request.query("number").map { $0.replacing(" ", with: "+") }
        sample.name = request.query("name")
        sample.recordings = recordings
        sample.conversations = conversations
        sample.assistantID = request.query("assistantId")
        let now = ambient.now()
        return Answer(json: sample.call(endedAt: now, chance: ambient.chance).report(at: now))
    }
}

extension CallOutcome {
    static let choices = "outcome must be one of \(allCases.map(\.rawValue).joined(separator: ", "))"
}
