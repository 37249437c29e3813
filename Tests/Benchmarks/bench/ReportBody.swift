internal import Foundation

/// An end-of-call report of about 12 KB as Vapi posts it: a transcript, the same as messages, an analysis, an artifact.
struct ReportBody: Sendable {
    static let call = "{{CALL}}"
    static let number = "{{NUMBER}}"
    static let size = 12 * 1024

    /// With ``call`` and ``number`` where they belong.
    let template: String
    let transcript: String
    private let pieces: [Substring]

    static let summary = """
        The customer asked about the flat in the old town, its price and when it can be seen. The assistant explained the \
        costs beside the rent and offered two dates; they agreed on Thursday at ten. The customer will bring proof of income.
        """

    static let metadata = """
        {"cost":0.1834,"structured_data":{"budget":1850,"interested":true,"move_in":"2026-11-01","rooms":3,\
        "viewing":"2026-08-27T10:00:00Z"},"success_evaluation":"true"}
        """

    init() throws {
        var turns = 4
        var (body, transcript) = try Self.build(turns: turns)
        // The stand-ins are shorter than what takes their place.
        while body.utf8.count < Self.size - 200 {
            turns += 1
            (body, transcript) = try Self.build(turns: turns)
        }
        template = body
        self.transcript = transcript
        pieces = body.split(separator: "{{", omittingEmptySubsequences: false)
    }

    /// The bytes for one call.
    func bytes(call: String, number: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(template.utf8.count + 200)
        for (index, piece) in pieces.enumerated() {
            guard index > 0, let end = piece.range(of: "}}") else {
                bytes += piece.utf8
                continue
            }
            bytes += piece.hasPrefix("CALL}}") ? call.utf8 : number.utf8
            bytes += piece[end.upperBound...].utf8
        }
        return bytes
    }

    private static let said: [(String, String)] = [
        (
            "Good morning, this is Ann of Bench Agency. Am I speaking with the person who asked about the flat?",
            "Yes, hello. I saw it on your page yesterday evening and had a few questions about it."
        ),
        (
            "Of course. What would you like to know first, the costs or when it becomes free?",
            "Mostly the costs. It says eighteen hundred, but is the heating in there or does it come on top?"
        ),
        (
            "Heating and water come on top, which was about a hundred and ninety a month for the last tenants.",
            "Okay, that is still fine for us. And the deposit, is that two months or three?"
        ),
        (
            "Two months, and it can be paid in three parts. Do you have any pets or play an instrument at home?",
            "No pets. My daughter plays the piano, but a digital one with headphones, so nobody hears it."
        ),
        (
            "That is no problem at all. Would you like to see the flat this week, on Thursday at ten or Friday at four?",
            "Thursday at ten works. Should I bring anything, like papers from my employer?"
        ),
        (
            "Proof of income from the last three months is enough, and an identity card for the visit.",
            "Good, I will bring that. Is there a place to park the car in front of the house?"
        ),
    ]

    private static func build(turns: Int) throws -> (body: String, transcript: String) {
        var transcript = ""
        var messages: [[String: Any]] = []
        var plain: [[String: Any]] = []
        for turn in 0..<turns {
            let pair = said[(turn / 2) % said.count]
            let isBot = turn.isMultiple(of: 2)
            let text = (isBot ? pair.0 : pair.1) + (turn < 12 ? "" : " That was number \(turn * 7919 % 1000).")
            transcript += (isBot ? "AI: " : "User: ") + text + "\n"
            let begun = 1_787_408_000_000 + turn * 6137
            messages.append([
                "role": isBot ? "bot" : "user", "message": text, "time": begun, "endTime": begun + 4211,
                "secondsFromStart": Double(turn * 6137 + 1280) / 1000, "duration": 4211, "source": "",
            ])
            plain.append(["role": isBot ? "assistant" : "user", "content": text])
        }
        let report: [String: Any] = [
            "timestamp": 1_787_408_140_000, "type": "end-of-call-report", "endedReason": "customer-ended-call",
            "startedAt": "2026-08-22T14:31:02.400Z", "endedAt": "2026-08-22T14:33:16.910Z", "durationSeconds": 134.51,
            "cost": 0.1834,
            "costBreakdown": ["stt": 0.0221, "llm": 0.0713, "tts": 0.0612, "vapi": 0.0288, "total": 0.1834],
            "analysis": [
                "summary": summary, "successEvaluation": "true",
                "structuredData": [
                    "interested": true, "budget": 1850, "rooms": 3, "move_in": "2026-11-01",
                    "viewing": "2026-08-27T10:00:00Z",
                ],
            ],
            "artifact": [
                "transcript": transcript, "messages": messages, "messagesOpenAIFormatted": plain,
                "recordingUrl": "https://storage.example/\(call)-mono.wav",
                "stereoRecordingUrl": "https://storage.example/\(call)-stereo.wav",
            ],
            "call": [
                "id": call, "orgId": "6a0c1c5e-0d7c-4f5e-9b2a-0d7f2b5f6c11", "type": "outboundPhoneCall",
                "status": "ended",
                "createdAt": "2026-08-22T14:30:58.120Z", "updatedAt": "2026-08-22T14:33:17.004Z",
                "phoneNumberId": Agency.phoneNumberID, "assistantId": "asst_bench", "customer": ["number": number],
                "monitor": ["listenUrl": "wss://phone.example/\(call)/listen"],
            ],
            "customer": ["number": number],
            "phoneNumber": [
                "id": Agency.phoneNumberID, "number": "+15125550100", "provider": "twilio", "name": "Main line",
            ],
            "assistant": [
                "id": "asst_bench", "name": "Ann",
                "transcriber": ["provider": "deepgram", "model": "nova-3", "language": "en"],
                "voice": ["provider": "11labs", "voiceId": "sarah"],
            ],
        ]
        let data = try JSONSerialization.data(
            withJSONObject: ["message": report], options: [.withoutEscapingSlashes, .sortedKeys])
        return (String(decoding: data, as: UTF8.self), transcript)
    }
}
