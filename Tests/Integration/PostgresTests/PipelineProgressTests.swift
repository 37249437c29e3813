@testable internal import Postgres
internal import Testing

@Suite struct PipelineProgressTests {
    private enum Key {}
    private let key = ObjectIdentifier(Key.self)

    @Test func eachAnswerBelongsToTheNextStep() {
        var progress = PipelineProgress(steps: [.prepare(key), .call(0, cached: false), .call(1, cached: true)])
        #expect(progress.receive(.success) == .prepared(key))
        #expect(progress.receive(.end) == .none)
        #expect(progress.receive(.success) == .keep(call: 0))
        #expect(progress.receive(.end) == .none)
        #expect(progress.receive(.success) == .keep(call: 1))
        #expect(progress.receive(.end) == .none)
        #expect(progress.receive(.synchronised) == .finished)
    }

    @Test func afterTheFirstFailureTheRestIsSkipped() {
        var progress = PipelineProgress(steps: [.call(0, cached: true), .call(1, cached: true)])
        #expect(progress.receive(.failure) == .fail(.call(0, cached: true)))
        #expect(progress.receive(.end) == .none)
        #expect(progress.receive(.skipped) == .none)
        #expect(progress.receive(.end) == .none)
        #expect(progress.receive(.synchronised) == .finished)
    }

    @Test(arguments: [PipelineProgress.Reply.synchronised, .skipped, .unexpected])
    func anAnswerOutOfStepIsAViolation(reply: PipelineProgress.Reply) {
        var progress = PipelineProgress(steps: [.call(0, cached: true)])
        #expect(progress.receive(reply) == .violation)
    }

    @Test func moreAnswersThanStepsAreAViolation() {
        var progress = PipelineProgress(steps: [])
        #expect(progress.receive(.success) == .violation)
    }
}
