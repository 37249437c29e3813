internal import Contracts
internal import Foundation

/// What a Vapi `endedReason` says about a call, before the evidence of the conversation is looked at.
///
/// The provider's list is open (it grew from 168 to 595 values in under two years), so reasons that stand for themselves
/// are named and everything else is read by its parts.
struct EndedReason: Sendable, Equatable {
    var status: CallStatus
    var outcome: CallOutcome
    /// Whether calling again may help.
    var retryable: Bool

    init(_ status: CallStatus, _ outcome: CallOutcome, retryable: Bool) {
        self.status = status
        self.outcome = outcome
        self.retryable = retryable
    }

    /// Whether the reason is one that no rule knows; worth an operator's look.
    static func isUnfamiliar(_ reason: String) -> Bool {
        named[reason] == nil && !familiarParts.contains { reason.contains($0) }
    }

    init(_ reason: String) {
        self =
            Self.named[reason] ?? Self.bySIPCode(reason) ?? Self.byTransfer(reason) ?? Self.byWhoEnded(reason)
            ?? Self.byPlace(reason) ?? Self.byFault(reason)
    }

    private static let conversation = EndedReason(.completed, .conversation, retryable: false)
    private static let transferred = EndedReason(.completed, .transferred, retryable: false)
    private static let transferFailed = EndedReason(.completed, .transferFailed, retryable: false)
    private static let configuration = EndedReason(.failed, .configurationFault, retryable: false)
    private static let platform = EndedReason(.failed, .platformFault, retryable: true)
    private static let givenUp = EndedReason(.failed, .failed, retryable: false)

    private static let named: [String: EndedReason] = [
        "assistant-forwarded-call": transferred,
        "assistant-request-returned-forwarding-phone-number": transferred,
        "call.ringing.hook-executed-say": conversation,
        "call.ringing.hook-executed-transfer": transferred,
        "call.ending.hook-executed-say": conversation,
        "call.ending.hook-executed-transfer": transferred,
        "call.in-progress.sip-completed-call": conversation,
        "call.in-progress.twilio-completed-call": conversation,
        "vonage-completed": conversation,
        "hangup": conversation,
        "silence-timed-out": conversation,
        "exceeded-max-duration": conversation,
        "customer-did-not-answer": EndedReason(.noAnswer, .noAnswer, retryable: true),
        "voicemail": EndedReason(.noAnswer, .voicemail, retryable: true),
        "customer-busy": EndedReason(.busy, .busy, retryable: true),
        // An inbound caller who gave up while it rang: there is nobody to call back automatically.
        "call.ringing.sip-inbound-caller-hungup-before-call-connect": EndedReason(
            .noAnswer, .noAnswer, retryable: false),
        "call.ringing.error-sip-inbound-call-failed-to-connect": givenUp,
        "call.in-progress.error-sip-inbound-call-failed-to-connect": givenUp,
        "manually-canceled": givenUp,
        "scheduled-call-deleted": givenUp,
        "call-deleted": givenUp,
        "twilio-reported-customer-misdialed": givenUp,
        "vonage-rejected": givenUp,
        "customer-did-not-give-microphone-permission": givenUp,
        "phone-call-provider-bypass-enabled-but-no-call-received": givenUp,
        "license-check-failed": configuration,
        "call-start-error-neither-assistant-nor-server-set": configuration,
        "assistant-error": platform,
        "assistant-join-timed-out": platform,
        // Dialled nothing, but for a reason that passes.
        "call.start.error-get-org": platform,
        "call.start.error-get-subscription": platform,
        "call.start.error-subscription-concurrency-limit-reached": platform,
        "call.start.error-vapi-number-outbound-daily-limit": platform,
    ]

    /// SIP response codes (RFC 3261 §21) of the outbound leg.
    private static func bySIPCode(_ reason: String) -> EndedReason? {
        guard let marker = reason.range(of: "outbound-sip-") else { return nil }
        let code = reason[marker.upperBound...].prefix(3)
        switch code {
        case "408", "480": return EndedReason(.noAnswer, .noAnswer, retryable: true)
        case "486", "600": return EndedReason(.busy, .busy, retryable: true)
        case _ where code.first == "5": return platform
        default: return code.allSatisfy(\.isNumber) ? givenUp : nil
        }
    }

    /// The customer was reached and talked; only the leg to the next person failed.
    private static func byTransfer(_ reason: String) -> EndedReason? {
        reason.contains("transfer") || reason.contains("forwarding") ? transferFailed : nil
    }

    private static func byWhoEnded(_ reason: String) -> EndedReason? {
        ["customer-ended", "assistant-ended", "assistant-said"].contains { reason.hasPrefix($0) } ? conversation : nil
    }

    private static func byPlace(_ reason: String) -> EndedReason? {
        // Nothing was dialled: only a fault of the platform's own passes by itself.
        if reason.hasPrefix("call.start.") { return reason.contains("vapifault") ? platform : configuration }
        return reason.hasPrefix("assistant-") ? configuration : nil
    }

    private static func byFault(_ reason: String) -> EndedReason {
        if passing.contains(where: reason.contains) { return platform }
        let isPlatforms = reason.contains("vapifault") || reason.contains("providerfault")
        if accounts.contains(where: reason.contains) { return isPlatforms ? platform : configuration }
        if rejected.contains(where: reason.contains) { return configuration }
        return familiarParts.contains(where: reason.contains)
            ? platform : EndedReason(.failed, .unknown, retryable: true)
    }

    private static let passing = [
        "concurrent-requests", "system-busy", "500-invalid-json", "500-returning-invalid-json",
    ]

    /// Keys, quota or plan. When they are ours, somebody has to mend them; when they are the platform's, they get mended.
    private static let accounts = [
        "-401-", "-403-", "-429-exceeded-quota", "unauthorized", "quota-exceeded", "out-of-credits",
        "requested-payment",
        "requested-upgrade", "api-key", "auth-failed", "disabled-by-owner", "not-allowed-for-free", "creator-plus",
        "in-probation", "awaiting-verification",
    ]

    /// The same request would be refused again.
    private static let rejected = [
        "-400-", "-404-", "-422-", "bad-request", "invalid", "not-found", "not-valid", "not-fine-tuned",
        "missing-samples", "max-character-limit", "against-their-policy", "parsing-failed", "must-be-a-valid",
        "no-available", "no-such-model",
    ]

    private static let familiarParts = [
        "error", "failed", "fault", "transport", "worker-shutdown", "database", "no-server-available", "disconnected",
        "closed-websocket", "sip", "transfer", "forwarding", "customer-ended", "assistant-", "call.start.", "pipeline-",
    ]
}
