internal import Contracts
internal import LenientJSON

/// A call as Vapi's `GET /call/{id}` shows it, as far as its recording goes.
struct ProviderCall: Sendable, Equatable {
    /// Links to the audio, the best first. They expire, and are never stored.
    var links: [String]
    var isOver: Bool
    /// Why there is no link.
    var reason: RecordingReason

    init(_ call: JSONNode, seconds: Int?) {
        links = Self.links(in: [call["artifact"], call].compactMap(\.self))
        isOver = call["status"]?.string == "ended" || call["endedAt"]?.nonEmptyString != nil
        let plans = [call["assistantOverrides"], call["assistant"]].map {
            $0?["artifactPlan"]?["recordingEnabled"]?.bool
        }
        if plans.lazy.compactMap(\.self).first == false {
            reason = .recordingOff
        } else if call["startedAt"]?.nonEmptyString == nil && isOver {
            reason = .nobodyAnswered
        } else if let seconds, seconds < 2 {
            reason = .tooShort
        } else {
            reason = .noneAtProvider
        }
    }

    private static func links(in places: [JSONNode]) -> [String] {
        let found = places.flatMap { place in
            let recording = place["recording"]
            return [
                place["presignedMonoUrl"], recording?["mono"]?["combinedUrl"], place["recordingUrl"],
                place["presignedStereoUrl"], recording?["stereoUrl"], place["stereoRecordingUrl"],
            ]
        }
        var links: [String] = []
        for link in found.compactMap({ $0?.nonEmptyString }) where !links.contains(link) { links.append(link) }
        return links
    }
}
