internal import Contracts

extension NoticeDetails {
    mutating func add(_ call: CallNotice, isReassigned: Bool) throws(TemplateProblem) {
        addLead(name: call.leadName, number: call.leadNumber, unknown: .unknownCaller)
        values[.agent] = UserText.line(call.agentName)
        if call.isRecipients { conditions.insert(.isYours) }
        if call.direction == .inbound { conditions.insert(.inbound) }
        if call.outcome == .voicemail { conditions.insert(.voicemail) }
        values[.duration] = call.durationSeconds.map(ReaderFormats.length)
        values[.outcome] = call.outcome.map { words.label(NoticeLabel($0)) }
        summary = UserText.paragraphs(call.summary)
        values[.summary] = summary?.paragraphs.joined(separator: "\n")
        addFact(.length, values[.duration])
        addFact(.outcome, values[.outcome])
        try addMoment(.moment, call.startedAt)
        addFact(.agent, values[.agent])
        if isReassigned {
            values[.previousAgent] = UserText.line(call.previousAgentName)
            addFact(.previously, values[.previousAgent])
        }
        try addLink(call.link)
        try addLink(.transcript, call.transcriptLink)
        try addLink(.recording, call.recordingLink)
    }
}
