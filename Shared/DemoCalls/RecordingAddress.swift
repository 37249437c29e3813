internal import Crypto
internal import Foundation

/// The address of a recording at the sandbox. Everything that the sound follows from stands in it, and a token over that:
/// so there are recordings of calls of which the sandbox has never heard.
package struct RecordingAddress: Sendable, Equatable {
    /// The provider's id of the call.
    package var callID: String
    /// `mono`, `stereo`, `assistant` or `customer`.
    package var track: String
    /// The sandbox's word for how the call ended: `talks`, `voicemail` or `failed`.
    package var outcome: String
    package var milliseconds: Int
    /// Nil for the conversation of calls that have none of their own.
    package var conversation: DemoConversationKey?
    /// Until when it is good, in seconds since 1970.
    package var expires: Int

    package init(
        callID: String, track: String, outcome: String, milliseconds: Int, conversation: DemoConversationKey?,
        expires: Int
    ) {
        self.callID = callID
        self.track = track
        self.outcome = outcome
        self.milliseconds = milliseconds
        self.conversation = conversation
        self.expires = expires
    }

    /// - Parameters:
    ///   - base: of the sandbox, without a slash at the end.
    ///   - secret: the sandbox's key for Vapi.
    package func url(base: String, secret: String) -> String {
        "\(base)/recordings/\(callID)/\(track).wav?ms=\(milliseconds)&outcome=\(outcome)"
            + (conversation.map { "&talk=\($0.rawValue)" } ?? "") + "&expires=\(expires)&token=\(token(secret))"
    }

    /// What proves that the address was made by somebody who knows the secret.
    package func token(_ secret: String) -> String {
        let parts = [callID, track, outcome, "\(milliseconds)", conversation?.rawValue, "\(expires)"].compactMap { $0 }
        let code = HMAC<SHA256>.authenticationCode(
            for: Array(parts.joined(separator: " ").utf8), using: SymmetricKey(data: Array(secret.utf8)))
        return code.prefix(16).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
