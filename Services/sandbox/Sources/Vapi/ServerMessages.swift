internal import DemoCalls
internal import FoundationEssentials

/// When a call was picked up and when it ended.
struct CallTimes: Sendable, Equatable {
    /// Nil when nobody picked up.
    var startedAt: Date?
    var endedAt: Date

    var seconds: Double { startedAt.map { max(0, endedAt.timeIntervalSince($0)) } ?? 0 }
}

/// Writes the server messages of one call, in the shapes that Vapi sends in 2026.
struct ServerMessages: Sendable {
    let call: CallSnapshot
    let outcome: CallOutcome

    private var conversation: Conversation {
        Conversation(outcome: outcome, customer: call.order.customerName, key: call.conversationKey)
    }

    /// - Parameter status: `ringing`, `in-progress` or `ended`.
    func statusUpdate(_ status: String, at now: Date) -> JSON {
        var message = envelope("status-update", at: now)
        message["status"] = .string(status)
        if status == "ended" { message["endedReason"] = .string(outcome.endedReason) }
        message["artifact"] = ["messages": [], "messagesOpenAIFormatted": []]
        return ["message": message]
    }

    /// - Parameter now: also decides about the presigned addresses, which differ on every delivery.
    func endOfCallReport(_ times: CallTimes, at now: Date) -> JSON {
        var message = envelope("end-of-call-report", at: now)
        let costs = CallCosts(seconds: times.seconds, characters: conversation.transcript.count)
        let lines = spoken(from: times)
        message["endedReason"] = .string(outcome.endedReason)
        message["startedAt"] = times.startedAt.map { .string($0.iso) }
        message["endedAt"] = .string(times.endedAt.iso)
        message["durationMs"] = .number("\(Int((times.seconds * 1000).rounded()))")
        message["durationSeconds"] = .number(times.seconds, digits: 3)
        message["durationMinutes"] = .number(times.seconds / 60)
        message["cost"] = .number(costs.total)
        message["costs"] = costs.list
        message["costBreakdown"] = costs.breakdown
        message["analysis"] = analysis
        message["artifact"] = artifact(lines, times, at: now)
        message["summary"] = conversation.summary.map { .string($0) }
        message["transcript"] = .string(conversation.transcript)
        message["messages"] = .array(lines)
        message["compliance"] = [:]
        return ["message": message]
    }

    private func envelope(_ type: String, at now: Date) -> JSON {
        .object(present: [
            "type": .string(type), "timestamp": .number("\(now.epochMilliseconds)"), "call": call.json,
            "customer": call.order.json["customer"], "phoneNumber": call.phoneNumber, "assistant": assistant,
            "assistantVersion": call.order.json["assistantId"] == nil ? .null : "v3",
        ])
    }

    private var assistant: JSON? {
        if let transient = call.order.json["assistant"] { return transient }
        guard let id = call.order.json["assistantId"] else { return nil }
        return .object(present: [
            "id": id, "orgId": .string(CallSnapshot.organisation), "name": "Ava",
            "model": ["provider": "openai", "model": "gpt-4o", "messages": []],
            "voice": ["provider": "vapi", "voiceId": "Elliot"],
            "transcriber": [
                "provider": "deepgram", "model": "nova-3", "language": .string(call.conversationKey?.language ?? "en"),
            ],
            "metadata": call.order.json.at("assistantOverrides", "metadata"),
        ])
    }

    private var analysis: JSON {
        guard let summary = conversation.summary else { return [:] }
        return ["summary": .string(summary), "successEvaluation": outcome == .talks ? "true" : "false"]
    }

    private func artifact(_ lines: [JSON], _ times: CallTimes, at now: Date) -> JSON {
        var artifact: JSON = [
            "messages": .array(lines),
            "messagesOpenAIFormatted": .array(
                conversation.lines.map {
                    ["role": $0.speaker == .bot ? "assistant" : "user", "content": .string($0.text)]
                }),
            "transcript": .string(conversation.transcript),
            "variableValues": call.order.json.at("assistantOverrides", "variableValues") ?? [:],
        ]
        if outcome.isAnswered { addRecording(to: &artifact, times, issuedAt: times.endedAt, at: now) }
        return artifact
    }

    /// - Parameters:
    ///   - time: from when the links are good that stay the same on every delivery.
    ///   - now: the same for presigned ones, which do not.
    func addRecording(to artifact: inout JSON, _ times: CallTimes, issuedAt time: Date, at now: Date) {
        let links = call.recordings
        func recording(_ track: Recording.Track) -> Recording {
            Recording(call, track: track, outcome: outcome, times: times)
        }
        func link(_ track: Recording.Track) -> JSON { .string(links.url(of: recording(track), issuedAt: time)) }
        func signed(_ track: Recording.Track) -> JSON {
            .string(links.presignedURL(of: recording(track), issuedAt: now))
        }
        artifact["recording"] = [
            "stereoUrl": link(.stereo),
            "mono": [
                "combinedUrl": link(.mono), "assistantUrl": link(.assistant), "customerUrl": link(.customer),
            ],
        ]
        artifact["recordingUrl"] = link(.mono)
        artifact["stereoRecordingUrl"] = link(.stereo)
        artifact["presignedMonoUrl"] = signed(.mono)
        artifact["presignedStereoUrl"] = signed(.stereo)
        artifact["presignedLogUrl"] =
            "https://storage.sandbox.invalid/\(call.id)-call.jsonl.gz?X-Amz-Signature=\(UUID().text)"
        artifact["presignedUrlsExpiresAt"] = .string(now.addingTimeInterval(links.lifetime).iso)
    }

    /// The conversation, at the times at which it is heard.
    private func spoken(from times: CallTimes) -> [JSON] {
        let lines = conversation.lines
        guard let startedAt = times.startedAt, !lines.isEmpty else { return [] }
        let spoken = conversation.times(lasting: times.seconds).lines
        return zip(lines, spoken).map { line, time in
            let begin = startedAt.addingTimeInterval(time.lowerBound)
            let end = startedAt.addingTimeInterval(time.upperBound)
            return [
                "role": line.speaker == .bot ? "bot" : "user", "message": .string(line.text),
                "time": .number("\(begin.epochMilliseconds)"),
                "endTime": .number("\(end.epochMilliseconds)"),
                "secondsFromStart": .number(time.lowerBound, digits: 3),
                "duration": .number((time.upperBound - time.lowerBound) * 1000, digits: 1),
                "source": "",
            ]
        }
    }
}

/// What a call of that length costs, in US dollars.
struct CallCosts: Sendable, Equatable {
    var seconds: Double
    var characters: Int

    private var transport: Double { seconds / 60 * 0.014 }
    private var speech: Double { seconds / 60 * 0.0098 }
    private var model: Double { Double(characters) * 7.275e-06 }
    private var voice: Double { Double(characters) * 0.00003 }
    private var vapi: Double { seconds / 60 * 0.05 }
    var total: Double { transport + speech + model + voice + vapi }

    var list: JSON {
        [
            ["type": "transport", "provider": "twilio", "minutes": .number(seconds / 60), "cost": .number(transport)],
            ["type": "transcriber", "minutes": .number(seconds / 60), "cost": .number(speech)],
            [
                "type": "model", "promptTokens": .number("\(characters)"), "completionTokens": 64,
                "cost": .number(model, digits: 8),
            ],
            ["type": "voice", "characters": .number("\(characters)"), "cost": .number(voice)],
            ["type": "vapi", "subType": "normal", "minutes": .number(seconds / 60), "cost": .number(vapi)],
        ]
    }

    var breakdown: JSON {
        [
            "transport": .number(transport), "stt": .number(speech), "llm": .number(model, digits: 8),
            "tts": .number(voice), "vapi": .number(vapi), "total": .number(total),
            "ttsCharacters": .number("\(characters)"),
        ]
    }
}
