import Contracts
import Testing

/// The events and commands about the team and its accounts; see ``GoldenFileTests``.
@Suite struct AccountGoldenFileTests {
    private typealias Golden = GoldenFileTests
    private static let account = AccountID(rawValue: Golden.uuid(6))

    @Test func agentChanged() throws {
        try Golden.check(
            Golden.event(
                "dashboard", Golden.agent.description,
                AgentChanged(agentID: Golden.agent, isActive: true, isAvailable: false)))
    }

    @Test func sendAccountLink() throws {
        try Golden.check(
            SendAccountLink(
                accountID: Self.account, kind: .invitation,
                url: "https://app.example.com/set-password/Zm9vYmFy", expiresAt: Golden.time, inviter: "Ana Ruiz"),
            reply: SendAccountLink.Reply(notificationID: Golden.notification))
    }

    @Test func theLinkIsNotPrinted() {
        let command = SendAccountLink(
            accountID: Self.account, kind: .password, url: "https://app.example.com/set-password/Zm9vYmFy",
            expiresAt: Golden.time)
        for text in ["\(command)", String(reflecting: command), "\(Optional(command) as Any)"] {
            #expect(!text.contains("Zm9vYmFy"))
        }
        var dumped = ""
        dump(command, to: &dumped)
        #expect(!dumped.contains("Zm9vYmFy"))
    }
}
