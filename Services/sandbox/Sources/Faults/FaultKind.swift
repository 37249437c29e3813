extension Fault {
    /// What can go wrong.
    enum Kind: String, CaseIterable, Sendable {
        case tooManyRequests = "429"
        case failure = "500"
        /// Done, and answered with 500: whoever repeats it does it twice.
        case failureAfterProcessing = "500_after_processing"
        case quota
        case slow
        case droppedAfterProcessing = "dropped_after_processing"
        case droppedBeforeProcessing = "dropped_before_processing"
        case htmlError = "html_error"
        case unauthorized
        /// Done and under way before the request is answered.
        case answeredLate = "answered_late"

        /// About what is posted because of the request.
        case webhooksLost = "webhooks_lost"
        case webhooksTwice = "webhooks_twice"
        case webhooksLate = "webhooks_late"
        /// All of them come, the last one first.
        case webhooksDisordered = "webhooks_disordered"
        /// All come but how it ended: Vapi's report, Twilio's final status, Resend's last event.
        case webhooksFinalLost = "webhooks_final_lost"

        /// About reading what has been done: `GET` at Vapi and Twilio.
        case readFailure = "read_500"
        case readTimeout = "read_timeout"

        /// About fetching the audio of a call, by its link: Vapi's storage.
        case recordingExpired = "recording_expired"
        case recordingMissing = "recording_missing"
        /// A page instead of audio, with success.
        case recordingWrongType = "recording_wrong_type"
        /// Audio that does not end, and says that it is ten gigabytes.
        case recordingTooLarge = "recording_too_large"
        /// The connection ends after half of it.
        case recordingBroken = "recording_broken"
        case recordingSlow = "recording_slow"

        /// Vapi's: all lines are said to be taken.
        case concurrencyLimit = "concurrency_limit"

        /// Twilio's: accepted, sent and not delivered.
        case undelivered

        /// Google's: the other face of 429.
        case rateLimit403 = "rate_limit_403"
        /// Google's, about one calendar, for hours.
        case quota403 = "quota_403"
        /// Google's: the sync token is worth nothing any more.
        case syncGone = "sync_gone"
        /// Google's: a notification is never sent, whoever caused it.
        case pushLost = "push_lost"
        /// Google's, at the token endpoint: the person has to connect again.
        case invalidGrant = "invalid_grant"
        /// Google's: free times are answered with success and an error in it.
        case freebusyError = "freebusy_error"

        /// Who can do that.
        var providers: [Provider] {
            switch self {
            case .answeredLate, .failureAfterProcessing, .readFailure, .readTimeout: [.vapi, .twilio]
            case .webhooksLost, .webhooksTwice, .webhooksLate, .webhooksFinalLost: [.vapi, .twilio, .resend]
            case .webhooksDisordered: [.twilio, .resend]
            case .concurrencyLimit, .recordingExpired, .recordingMissing, .recordingWrongType, .recordingTooLarge,
                .recordingBroken, .recordingSlow:
                [.vapi]
            case .undelivered: [.twilio]
            case .rateLimit403, .quota403, .syncGone, .pushLost, .invalidGrant, .freebusyError: [.google]
            case .quota: [.resend, .vapi]
            case .tooManyRequests, .failure, .slow, .droppedAfterProcessing, .droppedBeforeProcessing, .htmlError,
                .unauthorized:
                Provider.allCases
            }
        }

        /// Whether it hits requests that only read; all others hit those that do something.
        var isOfReading: Bool { self == .readFailure || self == .readTimeout }

        /// Whether it hits the fetching of audio, and nothing else.
        var isOfRecordings: Bool { rawValue.hasPrefix("recording_") }

        /// Whether the request is done as ever, and only what follows from it goes wrong.
        var isAboutWebhooks: Bool {
            switch self {
            case .webhooksLost, .webhooksTwice, .webhooksLate, .webhooksDisordered, .webhooksFinalLost, .undelivered:
                true
            default: false
            }
        }

        /// Unless the order says something else.
        var usualDelay: Duration {
            switch self {
            case .slow, .answeredLate, .webhooksLate: .seconds(1)
            case .recordingSlow: .seconds(5)
            case .readTimeout: .seconds(60)
            default: .zero
            }
        }
    }
}
