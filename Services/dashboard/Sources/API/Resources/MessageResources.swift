internal import Contracts
internal import Foundation

/// How the API shows messages that did not arrive, and addresses that get nothing.
enum MessageResources {
    static let channels = NotificationChannel.allCases.map(\.rawValue)
    private static let statuses: [MessageStatus] = [.failed, .unknown, .parked, .sent]

    static let troubled = Resource<ListTroubledMessages.Row>(
        "TroubledMessage", "A message that has not reached anybody, or not yet.",
        [
            .init("id", "Of the message.") { $0.id },
            .init("time", "Of what it tells.") { $0.time },
            .init("kind", "What it tells.") { $0.kind },
            .init("channel", "By which way.", oneOf: channels) { $0.channel },
            .init("recipient", "Whom it is for.", oneOf: MessageRecipient.allCases.map(\.rawValue)) { $0.recipient },
            .init("address", "Where it was to go.") { $0.address },
            .init(
                "status",
                "`unknown`: whether it left is not known. `parked`: the provider does not take it now. `sent`: it was taken, and did not arrive.",
                oneOf: statuses.map(\.rawValue)
            ) { $0.status },
            .init(
                "receipt", "What its provider has said since.", oneOf: ReceiptStatus.allCases.map(\.rawValue)
            ) { $0.receipt },
            .init("reason", "Why.") { $0.reason },
            .init("attempts", "How often it was tried.") { $0.attempts },
            .init("next_attempt_at", "When a parked one is tried again.") {
                $0.status == MessageStatus.parked.rawValue ? $0.nextAttemptAt : nil
            },
            .init("call_id", "The call that it is about.") { $0.callID },
        ])

    static let barred = Resource<ListSuppressions.Row>(
        "BarredAddress", "An address that gets no messages any more.",
        [
            .init("channel", "By which way.", oneOf: channels) { $0.channel },
            .init("address", "A number or a mail address.") { $0.address },
            .init(
                "cause", "`stop`: they wrote so, and take it back themselves.",
                oneOf: SuppressionCause.allCases.map(\.rawValue)
            ) { $0.cause },
            .init("detail", "What the provider said.") { $0.detail },
            .init("since", "Since when.") { $0.createdAt },
        ])

    static let allow = JSONSchema(
        "AddressToAllow", "Which address gets messages again.",
        members: [
            .required("channel", JSONSchema(.string, "By which way.", choices: channels)),
            .required("address", JSONSchema(.string, "A number or a mail address.", length: 1...320)),
        ])

    static let allowed = Resource<AllowAddress.Reply>(
        "AllowedAddress", "What became of it.",
        [.init("was_barred", "False: it was not barred.") { $0.wasSuppressed }])
}
