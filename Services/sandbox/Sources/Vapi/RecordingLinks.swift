internal import DemoCalls
internal import FoundationEssentials

/// What a recording sounds like follows from its link alone: so there are those of calls that nobody remembers, too.
struct Recording: Sendable, Equatable {
    enum Track: String, CaseIterable, Sendable {
        case mono, stereo, assistant, customer
    }

    var callID: String
    var track: Track
    var outcome: CallOutcome
    var milliseconds: Int
    /// Which of the demo agency's conversations is heard; nil for the one about insurance.
    var conversationKey: DemoConversationKey?

    init(
        callID: String, track: Track, outcome: CallOutcome, milliseconds: Int,
        conversationKey: DemoConversationKey? = nil
    ) {
        self.callID = callID
        self.track = track
        self.outcome = outcome
        self.milliseconds = milliseconds
        self.conversationKey = conversationKey
    }

    init(_ call: CallSnapshot, track: Track, outcome: CallOutcome, times: CallTimes) {
        self.init(
            callID: call.id, track: track, outcome: outcome, milliseconds: Int((times.seconds * 1000).rounded()),
            conversationKey: call.conversationKey)
    }

    var sound: SpeechSound { SpeechSound(self) }
}

/// Links to recordings that are good for a while, for everybody who has one: as presigned ones of a storage.
struct RecordingLinks: Sendable, Equatable {
    /// Of the sandbox, as those reach it who fetch.
    var baseURL = "http://127.0.0.1:8090"
    /// What signs links.
    var secret = "vapi_sandbox"
    /// For how many seconds a link is good.
    var lifetime = 3600.0

    func url(of recording: Recording, issuedAt time: Date) -> String {
        let expires = Int((time.timeIntervalSince1970 + lifetime).rounded(.down))
        return recording.address(until: expires).url(base: baseURL, secret: secret)
    }

    /// The same with what marks it as a presigned one, which differs each time.
    func presignedURL(of recording: Recording, issuedAt time: Date) -> String {
        url(of: recording, issuedAt: time) + "&X-Amz-Expires=\(Int(lifetime))&X-Amz-Signature=\(UUID().text)"
    }

    /// What a link is for; nil when it is not one of ours, or not any more.
    ///
    /// - Parameters:
    ///   - file: the last part of the path.
    ///   - query: the value of a query parameter by its name.
    func recording(callID: String, file: String, at now: Date, query: (String) -> String?) -> Recording? {
        guard file.hasSuffix(".wav"), let track = Recording.Track(rawValue: String(file.dropLast(4))),
            let outcome = query("outcome").flatMap(CallOutcome.init),
            let milliseconds = query("ms").flatMap({ Int($0) }),
            let expires = query("expires").flatMap({ Int($0) }), let token = query("token"),
            (0...86_400_000).contains(milliseconds)
        else { return nil }
        let recording = Recording(
            callID: callID, track: track, outcome: outcome, milliseconds: milliseconds,
            conversationKey: query("talk").flatMap(DemoConversationKey.init))
        guard token == recording.address(until: expires).token(secret), now.timeIntervalSince1970 < Double(expires)
        else { return nil }
        return recording
    }
}

extension Recording {
    /// - Parameter expires: in seconds since 1970.
    fileprivate func address(until expires: Int) -> RecordingAddress {
        RecordingAddress(
            callID: callID, track: track.rawValue, outcome: outcome.rawValue, milliseconds: milliseconds,
            conversation: conversationKey, expires: expires)
    }
}
