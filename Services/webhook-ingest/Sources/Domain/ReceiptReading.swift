internal import Contracts

/// What a provider's report on a message comes to.
enum ReceiptReading: Sendable, Equatable {
    case receipt(MessageReceipt)
    /// Of a kind that says nothing about a message's way, or of one that is not known yet.
    case ignored
    /// About a message that does not say which of ours it is.
    case unmatched

    var receipt: MessageReceipt? {
        if case .receipt(let receipt) = self { receipt } else { nil }
    }

    /// As it stands in `webhook_events`.
    var disposition: String {
        switch self {
        case .receipt: "applied"
        case .ignored: "ignored"
        case .unmatched: "unmatched"
        }
    }
}
