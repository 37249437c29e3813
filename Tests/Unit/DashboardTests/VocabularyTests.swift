import Contracts
import Foundation
import Notices
import Testing

@testable import Dashboard

/// What stands in the database has words, in all languages, and the same ones wherever it is shown.
@Suite struct VocabularyTests {
    private static let languages = ConsoleLanguage.allCases.map { Words(language: $0) }
    private static let english = Words(language: .english)

    struct Column: Sendable, CustomTestStringConvertible {
        var table: String
        var name: String
        var known: [String]
        var testDescription: String { "\(table).\(name)" }
    }

    private static let columns = [
        Column(table: "call_logs", name: "direction", known: CallDirection.allCases.map(\.rawValue)),
        Column(table: "notifications", name: "channel", known: NotificationChannel.allCases.map(\.rawValue)),
        Column(table: "notifications", name: "recipient_kind", known: MessageRecipient.allCases.map(\.rawValue)),
        Column(table: "notifications", name: "status", known: MessageStatus.allCases.map(\.rawValue)),
        Column(table: "notifications", name: "receipt", known: ReceiptStatus.allCases.map(\.rawValue)),
        Column(table: "suppressions", name: "channel", known: NotificationChannel.allCases.map(\.rawValue)),
        Column(table: "suppressions", name: "cause", known: SuppressionCause.allCases.map(\.rawValue)),
        Column(table: "appointments", name: "status", known: Appointment.Status.allCases.map(\.rawValue)),
        Column(table: "appointment_changes", name: "change", known: AppointmentChange.allCases.map(\.rawValue)),
    ]

    @Test(arguments: columns) func everyWordThatTheSchemaAllowsIsKnown(_ column: Column) throws {
        #expect(try Self.allowed(column.name, of: column.table) == column.known.sorted())
    }

    @Test func noTwoWordsAreSaidTheSame() {
        let vocabularies: [[Phrase]] = [
            CallDirection.allCases.map(\.label), NotificationChannel.allCases.map(\.label),
            MessageRecipient.allCases.map(\.label), MessageStanding.allCases.map(\.label),
            SuppressionCause.allCases.map(\.label), Appointment.Status.allCases.map(\.label),
            AppointmentChange.allCases.map(\.title), NoticeKind.allCases.map(\.label),
            DialReason.allCases.map(\.clause),
        ]
        for words in Self.languages {
            for vocabulary in vocabularies {
                let said = Set(vocabulary.map { words($0) })
                #expect(said.count == vocabulary.count && !said.contains(""))
            }
        }
    }

    @Test func whatIsNotKnownIsShownAsItIs() {
        #expect(NoticeKind.text("call.completed", Self.english) == "Call with a conversation")
        #expect(NoticeKind.text("unheard.of", Self.english) == "unheard.of")
        #expect(CallDirection.text("web", Self.english) == "From the website")
        #expect(AppointmentChange.text("no_show", time: "5 Mar", Self.english) == "The lead did not come on 5 Mar")
        #expect(AppointmentChange.text("unheard_of", time: "5 Mar", Self.english) == "unheard_of")
    }

    @Test(arguments: DialReason.allCases)
    func aReasonIsPartOfASentenceAndOne(_ reason: DialReason) {
        for words in Self.languages {
            let clause = words(reason.clause)
            #expect(clause.first?.isLowercase == true && !clause.hasSuffix("."))
            #expect(PlannedCallReason(reason.rawValue).sentence(words) == clause.capitalizedFirst + ".")
        }
    }

    @Test(arguments: [("by_hand", PlannedCallReason.byHand), ("retries_used_up", .usedUp), ("held", .held)])
    func aPlannedCallWaitsForOtherThingsAsWell(_ stored: String, _ reason: PlannedCallReason) {
        #expect(PlannedCallReason(stored) == reason)
        for words in Self.languages { #expect(reason.sentence(words).hasSuffix(".")) }
    }

    @Test func aReceiptSaysMoreThanWhatWeDid() {
        #expect(MessageStanding(status: "sent", receipt: nil) == .sent)
        #expect(MessageStanding(status: "sent", receipt: "accepted") == .sent)
        #expect(MessageStanding(status: "sent", receipt: "delivered") == .delivered)
        #expect(MessageStanding(status: "sent", receipt: "bounced") == .bounced)
        #expect(MessageStanding(status: "unknown", receipt: "read") == .read)
        #expect(MessageStanding(status: "parked", receipt: nil) == .waiting)
        #expect(MessageStanding(status: "sent", receipt: "delayed") == .delayed)
        #expect(MessageStanding(status: "failed", receipt: "delayed") == .failed)
        #expect(MessageStanding(status: "unheard_of", receipt: nil) == .uncertain)
    }

    @Test(arguments: ["failed", "bounced", "suppressed", "complained"])
    func whatDidNotArriveOrWasNotWantedIsBad(_ receipt: String) {
        let standing = MessageStanding(status: "sent", receipt: receipt)
        #expect(standing.tone == .bad && standing.needsReason)
    }

    /// What the newest migration lets stand in a column.
    private static func allowed(_ column: String, of table: String) throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../..")
        let folder = root.appendingPathComponent("Shared/Schema/Migrations")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".sql") }
        let sql = try files.sorted().map { try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8) }
        let statements = sql.joined(separator: "\n").replacing(/--[^\n]*/, with: "").split(separator: ";")
        let ofTable = try Regex("TABLE \(table)\\s")
        let list = try Regex("\\b\(column) IN \\(([^)]*)\\)")
        let lists = statements.filter { $0.contains(ofTable) }.flatMap { $0.matches(of: list) }
        let last = try #require(lists.last?.output[1].substring)
        return last.matches(of: /'([a-z_]+)'/).map { String($0.output.1) }.sorted()
    }
}
