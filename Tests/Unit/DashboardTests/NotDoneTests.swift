import Contracts
import Foundation
import HTTPTypes
import Logging
import RulesJSON
import Testing

@testable import Dashboard

@Suite struct NotDoneTests {
    private static let spanish = Words(language: .spanish)
    private static let english = Words(language: .english)

    @Test func aServicesReasonIsMarkedAsEnglish() {
        let why = NotDone.refused("the agency has no such <lead>")
        #expect(
            why.html(Self.spanish).text
                == #"No se ha hecho: <span lang="en">the agency has no such &lt;lead&gt;.</span>"#)
        #expect(why.html(Self.english).text.hasPrefix("It was not done: <span lang=\"en\">the agency"))
        #expect(NotDone.refused("No. It is late.").html(Self.english).text.hasSuffix("It is late.</span>"))
    }

    @Test func aReasonThatIsKnownIsTranslated() {
        let why = NotDone.refused("it is no longer planned")
        #expect(why.html(Self.spanish).text == "Esta llamada ya no está prevista.")
    }

    @Test func onlyWhatHadNoAnswerMayHaveBeenDone() {
        #expect(NotDone.unknown.html(Self.english).text.contains("it may have been done"))
        #expect(NotDone.failed.html(Self.english).text.contains("nothing was changed"))
    }

    @Test func theStatusSaysWhetherItIsWorthTryingAgain() {
        #expect(NotDone.refused("no").status == .unprocessableContent)
        #expect(NotDone.failed.status == .serviceUnavailable && NotDone.unknown.status == .serviceUnavailable)
    }

    @Test func programsAreNotToldToTryAgainOverWhatDoesNotRead() {
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let error = UnreadableSetting(name: "notification preferences", reason: UnusableRules(reasons: ["no object"]))
        let problem = APIProblem(error, logger: logger)
        #expect(problem.status == .internalServerError && problem.headers.isEmpty)
        #expect(problem.detail == Self.english(.unreadableText))
    }

    @Test func programsAreToldTheSame() {
        let refused = APIProblem(NotDone.refused("the agency has no such lead"))
        #expect(refused.status == .unprocessableContent && refused.kind == .refused)
        #expect(refused.detail == "the agency has no such lead")
        let unknown = APIProblem(NotDone.unknown)
        #expect(unknown.status == .serviceUnavailable && unknown.kind == .outcomeUnknown)
        #expect(unknown.detail?.contains("it may have been done") == true)
        #expect(APIProblem(NotDone.failed).kind == nil)
    }
}
