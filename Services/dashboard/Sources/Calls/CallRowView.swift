internal import Foundation

/// A call as a row of the list: the same on the page and in what is sent while somebody looks.
struct CallRowView: Sendable {
    let frame: PageFrame
    var showsAgent: Bool

    func row(_ call: CallListRow) -> HTML {
        let words = frame.words
        let id = call.id.uuidString.lowercased()
        let zone = call.leadTimeZone.flatMap { TimeZone(identifier: $0) }
        let name = call.leadName ?? call.phone ?? words(.unknownCaller)
        return """
            <tr id="call-\(id)">
            <td class="aside fit">\(frame.time.element(call.createdAt, frame.time.time(call.createdAt), lead: zone))</td>
            <th scope="row" class="title"><a class="row-link" href="/calls/\(id)" dir="auto">\(name)</a>\(phone(call))</th>
            <td class="part fit">\(badges(call))</td>
            <td class="wide grow">\(text(call))</td>
            <td class="part fit num">\(call.durationSeconds.map { ViewerTime.duration($0) } ?? "—")</td>
            \(agentCell(call))</tr>

            """
    }

    private func phone(_ call: CallListRow) -> HTML {
        guard let phone = call.phone, call.leadName != nil else { return .empty }
        return #"<span class="sub raise nowrap" dir="ltr">\#(phone)</span>"#
    }

    private func badges(_ call: CallListRow) -> HTML {
        let words = frame.words
        var result = call.group.badge(words)
        if call.isBooked { result += #" <span class="badge soft good">\#(words(.booked))</span>"# }
        if call.isUnopened { result += #" <span class="badge soft info">\#(words(.notOpened))</span>"# }
        return result
    }

    private func text(_ call: CallListRow) -> HTML {
        if let snippet = call.snippet { return #"<span class="clamp" dir="auto">\#(Self.marked(snippet))</span>"# }
        guard let summary = call.summary, !summary.isEmpty else { return .empty }
        return #"<span class="clamp" dir="auto">\#(summary)</span>"#
    }

    private func agentCell(_ call: CallListRow) -> HTML {
        guard showsAgent else { return .empty }
        let words = frame.words
        let name: HTML = call.agentName.map { "<bdi>\($0)</bdi>" } ?? .empty
        return #"<td class="person" data-label="\#(words(.agent))">\#(name)</td>"#
    }

    /// Text in which control characters stand about what was searched for, which no text has otherwise: they become marks.
    static func marked(_ snippet: String) -> HTML {
        var result = HTML.empty
        for (index, part) in snippet.split(separator: "\u{2}", omittingEmptySubsequences: false).enumerated() {
            guard index > 0, let end = part.firstIndex(of: "\u{3}") else {
                result += HTML(part)
                continue
            }
            result += "<mark>\(part[..<end])</mark>\(part[part.index(after: end)...])"
        }
        return result
    }
}

extension Phrase {
    static let unknownCaller = Phrase("Unknown caller", es: "Número desconocido")
    static let booked = Phrase("Booked", es: "Con cita")
    static let notOpened = Phrase("Not opened", es: "Sin abrir")
}
