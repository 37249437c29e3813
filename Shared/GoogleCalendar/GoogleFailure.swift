internal import LenientJSON

/// Google did not do what was asked, told apart by what has to follow
/// (https://developers.google.com/workspace/calendar/api/guides/errors).
package struct GoogleFailure: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Kind: Sendable, Equatable {
        /// The access token is not taken, any more: refresh it once.
        case unauthorized
        /// The grant is gone for good: its person has to connect again.
        case grantGone
        /// Our client's id or secret: everybody's trouble, nobody's fault.
        case clientRefused
        /// Too much at a time: later.
        case limited
        /// Google's limit against abuse, for this calendar: hours later.
        case quota
        /// What was granted, or the person's own rights, do not reach that far.
        case forbidden
        case notFound
        /// An event with that id is there.
        case duplicate
        /// It has been deleted before.
        case gone
        /// The sync token is too old: everything has to be read again.
        case syncTokenGone
        /// It was changed since it was read.
        case changed
        /// Asked wrongly: trying again does not help.
        case invalid
        /// No answer, or none to go by; it may have been done all the same.
        case unavailable
    }

    package let kind: Kind
    /// Nil when there was no answer.
    package let status: Int?
    package let reason: String

    package init(_ kind: Kind, status: Int? = nil, reason: String) {
        self.kind = kind
        self.status = status
        self.reason = reason
    }

    package var description: String { status.map { "\($0) \(reason)" } ?? reason }
}

/// Reads error answers. Pure.
enum GoogleErrors {
    /// Of the Calendar API: the reason decides, since 403 alone is four different things.
    static func calendar(status: Int, body: [UInt8]) -> GoogleFailure {
        let error = (try? JSONDocument(parsing: body))?.root["error"]
        let reason = error?["errors"]?[0]?["reason"]?.string ?? ""
        let words = [reason, error?["message"]?.string ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
        let text = words.isEmpty ? "no reason given" : String(words.prefix(300))
        return GoogleFailure(kind(status, reason), status: status, reason: text)
    }

    private static func kind(_ status: Int, _ reason: String) -> GoogleFailure.Kind {
        switch (status, reason) {
        case (401, _): .unauthorized
        case (403, "userRateLimitExceeded"), (403, "rateLimitExceeded"), (429, _): .limited
        case (403, "quotaExceeded"), (403, "dailyLimitExceeded"): .quota
        // Something in front of Google.
        case (403, ""): .unavailable
        case (403, _): .forbidden
        case (404, _): .notFound
        case (409, _): .duplicate
        case (410, "fullSyncRequired"), (410, "updatedMinTooLongAgo"): .syncTokenGone
        case (410, _): .gone
        case (412, _): .changed
        case (408, _), (500..., _): .unavailable
        default: .invalid
        }
    }

    /// Of the token endpoint (RFC 6749 §5.2).
    static func token(status: Int, body: [UInt8]) -> GoogleFailure {
        let root = (try? JSONDocument(parsing: body))?.root
        let code = root?["error"]?.string ?? ""
        let words = [code, root?["error_description"]?.string ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
        let kind: GoogleFailure.Kind =
            switch (status, code) {
            case (_, "invalid_grant"): .grantGone
            case (_, "invalid_client"), (_, "unauthorized_client"), (_, "redirect_uri_mismatch"): .clientRefused
            case (429, _): .limited
            case (500..., _), (408, _): .unavailable
            default: .invalid
            }
        return GoogleFailure(
            kind, status: status, reason: words.isEmpty ? "no reason given" : String(words.prefix(300)))
    }
}
