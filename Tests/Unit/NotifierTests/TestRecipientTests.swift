import Contracts
import Foundation
import Messaging
import Notices
import Testing

@testable import Notifier

/// Whom a message goes to that somebody sends to see how it arrives.
@Suite struct TestRecipientTests {
    private static func person(_ kind: Recipient.Kind, _ name: String) -> Recipient {
        Recipient(kind: kind, id: UUID(), name: name, language: "en", timeZone: .gmt)
    }

    private static let (olga, omar, bea) = (person(.owner, "Olga"), person(.owner, "Omar"), person(.agent, "Bea"))

    private static func recipient(
        agent: AgentID? = nil, account: UUID? = nil, owners: [Recipient] = [olga, omar]
    ) throws -> String? {
        let audience = Audience(
            agencyName: "Agency", agencyLanguage: "en", agent: agent == nil ? nil : bea, owners: owners)
        let wish = SendTestNotice(
            kind: "call.completed", channel: .email, agentID: agent, callID: nil,
            accountID: account.map(AccountID.init(rawValue:)))
        return try audience.recipient(of: wish).name
    }

    @Test func itGoesToTheOwnerWhoSendsIt() throws {
        #expect(try Self.recipient(account: Self.omar.id) == "Omar")
        #expect(try Self.recipient(account: Self.olga.id) == "Olga")
    }

    @Test func whereNobodyIsSaidItIsTheFirst() throws {
        #expect(try Self.recipient() == "Olga")
        #expect(throws: CommandRefused.self) { try Self.recipient(owners: []) }
    }

    @Test func whoIsNoOwnerOfTheirsGetsNone() {
        #expect(throws: CommandRefused.self) { try Self.recipient(account: UUID()) }
    }

    @Test func anAgentComesFirst() throws {
        #expect(try Self.recipient(agent: .new(), account: Self.omar.id) == "Bea")
    }
}
