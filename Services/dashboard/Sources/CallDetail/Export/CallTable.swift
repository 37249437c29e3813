internal import CSV
internal import Contracts
internal import Foundation

/// The columns of the export: those of the screen, then those for programs.
struct CallTable: Sendable {
    let words: Words
    let time: ViewerTime

    /// With which a file begins.
    var beginning: [UInt8] {
        var text = CSVEncoder.byteOrderMark
        CSVEncoder().append(head, to: &text)
        return text
    }

    /// - Parameter most: of the page's calls.
    func append(_ page: ExportedCalls.Page, upTo most: Int = .max, to text: inout [UInt8]) {
        let encoder = CSVEncoder()
        for call in page.calls.prefix(most) { encoder.append(row(call, page.details[call.id]), to: &text) }
    }

    /// Says that there were more calls than the file has.
    func appendCut(_ most: Int, to text: inout [UInt8]) { CSVEncoder().append([cut(most)], to: &text) }

    private var head: [String] {
        [
            words(.time), words(.lead), words(Phrase("Phone", es: "Teléfono")), words(.status), words(.booked),
            words(.notOpened), words(.summary), words(.duration), words(.agent), "created_at", "started_at",
            "ended_at", "duration_seconds", "direction", "language", "call_status", "outcome", "ended_reason",
            "call_id", "lead_id", "agent_id", "vapi_call_id",
        ]
    }

    private func row(_ call: CallListRow, _ details: ReadExportDetails.Details?) -> [String] {
        let (day, minute) = time.fields(call.createdAt)
        let screen = [
            "\(day) \(minute)", call.leadName ?? words(.unknownCaller), call.phone ?? "", words(call.group.label),
            yes(call.isBooked), yes(call.isUnopened), details?.summary ?? call.summary ?? "",
            call.durationSeconds.map { ViewerTime.duration($0) } ?? "", call.agentName ?? "",
        ]
        let machine = [
            call.createdAt.ISO8601Format(), details?.startedAt?.ISO8601Format() ?? "",
            details?.endedAt?.ISO8601Format() ?? "", call.durationSeconds.map { "\($0)" } ?? "", call.direction ?? "",
            call.language ?? "", call.status, call.outcome ?? "", details?.endedReason ?? "",
            call.id.uuidString.lowercased(), details?.leadID?.description ?? "", details?.agentID?.description ?? "",
            details?.vapiCallID ?? "",
        ]
        return screen + machine
    }

    private func cut(_ most: Int) -> String {
        words(
            Phrase(
                "Only the first {n} calls are in this file. Narrow the filter for the rest.",
                es: "Este archivo solo contiene las primeras {n} llamadas. Acote el filtro para obtener el resto."),
            ["n": words.grouped(most)])
    }

    private func yes(_ isSo: Bool) -> String { isSo ? words(Phrase("yes", es: "sí")) : "" }
}
