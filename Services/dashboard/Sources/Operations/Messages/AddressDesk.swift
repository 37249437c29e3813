internal import Contracts

/// Allows addresses again that get nothing.
struct AddressDesk: Sendable {
    let console: Console

    func allow(
        _ address: String, by channel: NotificationChannel, _ principal: Principal, _ command: CommandID = .new()
    ) async throws -> CommandOutcome<AllowAddress.Reply> {
        try await console.settle(
            AllowAddress(channel: channel, address: address), by: principal, id: command,
            noting: try AuditNote("address.allowed", ("address", address), ["channel": channel.rawValue]))
    }
}
