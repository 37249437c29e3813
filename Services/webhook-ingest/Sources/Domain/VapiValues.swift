internal import Contracts
internal import FoundationEssentials
internal import LeadWords
internal import LenientJSON

/// Times as Vapi has sent them: ISO 8601 with or without a fraction, or milliseconds (or seconds) since 1970.
enum ProviderTime {
    /// What is no time of a telephone call is a mistake of the sender's, and may be out of the database's range.
    private static let plausible = Date(timeIntervalSince1970: 0)..<Date(timeIntervalSince1970: 7_258_118_400)

    static func date(_ node: JSONNode) -> Date? {
        if let text = node.nonEmptyString, let date = Date(rfc3339: text) {
            return plausible.contains(date) ? date : nil
        }
        guard let number = node.lenientNumber, number > 0, number.isFinite else { return nil }
        // Seconds until the year 5138 are smaller than milliseconds since 1973.
        let date = Date(timeIntervalSince1970: number < 100_000_000_000 ? number : number / 1000)
        return plausible.contains(date) ? date : nil
    }
}

/// The strictest reading of a telephone number that needs no numbering plan.
enum PhoneNumber {
    /// E.164: `+` and 7 to 15 digits, the first not 0. Nil for anything else, such as a SIP address.
    static func normalized(_ text: String) -> String? {
        let digits = text.filter { !" -().\u{00A0}".contains($0) }
        guard digits.first == "+", (8...16).contains(digits.utf8.count), digits.dropFirst().first != "0",
            digits.dropFirst().allSatisfy({ $0.isASCII && $0.isNumber })
        else { return nil }
        return digits
    }
}

enum LanguageTag {
    /// A BCP 47 tag; nil for words like `multi` and `auto`, which are no language.
    static func normalized(_ text: String) -> String? {
        let parts = text.split(separator: "-")
        guard let primary = parts.first, (2...3).contains(primary.count), parts.count <= 4,
            text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") })
        else { return nil }
        return text
    }
}

/// Names under which a structured output says that somebody does not want to be called.
enum OptOut {
    static func isName(_ name: String?) -> Bool {
        guard let name else { return false }
        let plain = name.lowercased().filter(\.isLetter)
        return ["optout", "optedout", "donotcall", "dnc", "unsubscribe", "unsubscribed"].contains(plain)
    }

    /// Models answer a question of yes or no in more than one way, whatever the schema says.
    static func isSaid(_ value: JSONNode?) -> Bool {
        guard let value else { return false }
        if let bool = value.bool { return bool }
        if let text = value.string { return ConsentWords.isYes(text) }
        return value.int == 1
    }
}

/// Who said what, and whether the customer said anything.
enum Transcript {
    /// The transcript in the first of these places that has one; `artifact.transcript` before its older homes.
    static func text(in places: [JSONNode]) -> String? {
        for place in places {
            guard let node = place["transcript"] else { continue }
            if let text = node.nonEmptyString { return text.cleaned() }
            // A page of the documentation shows an array: one line each.
            let lines = node.elements.compactMap { line(of: $0) }
            if !lines.isEmpty { return lines.joined(separator: "\n").cleaned() }
        }
        return nil
    }

    private static func line(of node: JSONNode) -> String? {
        if let text = node.nonEmptyString { return text }
        guard let text = node["message"]?.nonEmptyString ?? node["text"]?.nonEmptyString else { return nil }
        return node["role"]?.nonEmptyString.map { "\($0): \(text)" } ?? text
    }

    /// Nil when neither messages nor transcript are there to tell.
    static func customerSpoke(in places: [JSONNode], transcript: String?) -> Bool? {
        let messages = places.lazy.map { $0.list("messages") }.first { !$0.isEmpty } ?? []
        let spoken = messages.filter { ["user", "bot", "assistant"].contains($0["role"]?.string) }
        if !spoken.isEmpty {
            return spoken.contains {
                $0["role"]?.string == "user" && ($0["message"] ?? $0["content"])?.nonEmptyString != nil
            }
        }
        guard let transcript else { return nil }
        let labels = transcript.split(whereSeparator: \.isNewline).compactMap { line in
            line.split(separator: ":", maxSplits: 1).first.map { $0.trimmingPrefix(while: \.isWhitespace).lowercased() }
        }
        // The labels are configurable: two different ones are two people.
        if labels.contains("user") || labels.contains("customer") { return true }
        let isLabelled = labels.contains("ai") || labels.contains("assistant") || labels.contains("bot")
        return isLabelled ? Set(labels).count > 1 : nil
    }
}

/// The lasting reference to a recording. Presigned links die within minutes, so they are never kept: the call's own
/// address at Vapi takes their place (GET /call/{id}/mono-recording, which needs the private key).
enum RecordingReference {
    static func url(in places: [JSONNode], callID: String) -> String? {
        for place in places {
            let recording = place["recording"]
            let lasting = [
                recording?["mono"]?["combinedUrl"], recording?["stereoUrl"], place["recordingUrl"],
                place["stereoRecordingUrl"],
            ]
            if let url = lasting.lazy.compactMap({ $0?.nonEmptyString }).first(where: isLasting) {
                return url.cleaned(limit: 2000)
            }
        }
        let presigned = ["presignedMonoUrl", "presignedStereoUrl"]
        let isRecorded = places.contains { place in presigned.contains { place[$0]?.nonEmptyString != nil } }
        // The id becomes part of a path that is fetched with our key.
        let isPlain = callID.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
        return isRecorded && isPlain ? "https://api.vapi.ai/call/\(callID)/mono-recording" : nil
    }

    private static func isLasting(_ url: String) -> Bool {
        url.hasPrefix("https://") || url.hasPrefix("http://") ? !url.contains("X-Amz-Signature=") : false
    }
}
