internal import Contracts

extension ReceiptStatus {
    /// The later of two words on one message: they come twice and out of order. What was delivered can still be sent back; of
    /// two that end a message the first stays.
    func advanced(by other: ReceiptStatus) -> ReceiptStatus { other.rank > rank ? other : self }

    /// Whether the recipient has it.
    var isDelivered: Bool { [.delivered, .read, .complained].contains(self) }

    /// Whether they will never have it.
    var isFailure: Bool { [.failed, .bounced, .suppressed].contains(self) }

    private var rank: Int {
        switch self {
        case .accepted: 0
        case .sent: 1
        case .delayed: 2
        case .delivered, .failed: 3
        case .bounced, .suppressed: 4
        case .read: 5
        case .complained: 6
        }
    }
}
