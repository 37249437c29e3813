internal import Foundation

extension DemoPast {
    private static let notes = [
        "Rief noch einmal zurück, Unterlagen sind unterwegs.", "Prefers a call after six, not before.",
        "Hat nach dem Energieausweis gefragt, geschickt.", "Très intéressée, à rappeler après la visite.",
        "Spoke to the bank: the financing stands.", "Bitte nicht vormittags anrufen.",
    ]

    private static let written = [
        ("whatsapp", "Danke, der Termin passt mir gut!", "none"), ("sms", "Could we make it an hour later?", "none"),
        ("whatsapp", "Merci, je vous envoie le dossier ce soir.", "none"), ("sms", "HELP", "help"),
    ]

    /// Calls of agents in which somebody talked, the newest first.
    private var talkedOver: [DemoPastCall] {
        calls.reversed().filter { $0.agent != nil && $0.lead != nil && $0.outcome == .conversation }
    }

    var noteRows: [DemoNoteRow] {
        zip(talkedOver.enumerated().filter { $0.offset % 4 == 1 }.map(\.element), Self.notes).enumerated().compactMap {
            index, item in
            let (call, body) = item
            guard let agent = call.agent else { return nil }
            return DemoNoteRow(
                id: DemoID.of("ae", index + 1), callID: call.id, accountID: agent.accountID, author: agent.name,
                body: body, createdAt: min(call.endedAt.addingTimeInterval(2400), now))
        }
    }

    var taskRows: [DemoTaskRow] {
        talkedOver.prefix(1).map { call in
            DemoTaskRow(
                id: DemoID.of("af", 1), agentID: call.agent?.id, leadID: call.lead?.id, callID: call.id,
                kind: "appointment_not_booked",
                text: "An appointment was agreed on in the call, and it could not be booked: the time is taken.",
                createdAt: call.reportedAt)
        }
    }

    var inboundRows: [DemoInboundRow] {
        zip(talkedOver.dropFirst(3), Self.written).enumerated().compactMap { index, item in
            let (call, (channel, body, wish)) = item
            guard let lead = call.lead, let phone = lead.phone else { return nil }
            return DemoInboundRow(
                messageID: "SM" + DemoID.of("b0", index + 1).filter { $0 != "-" },
                receivedAt: min(call.endedAt.addingTimeInterval(1500), now), channel: channel, fromAddress: phone,
                body: body, wish: wish, leadID: lead.id)
        }
    }
}
