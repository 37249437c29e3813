internal import Foundation
internal import Hummingbird
internal import Postgres

/// `/settings/audit`: who did what.
struct AuditRoutes: Sendable {
    static let pageSize = 50

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/settings/audit") { request, context in
            try context.ownersOnly()
            let after = try Query(request).value("after") { Cursor($0) }
            let frame = console.frame(request, context)
            let rows = try await console.database.run(as: context.viewer) { transaction in
                try await transaction.execute(
                    ListAuditEntries(agencyID: context.viewer.agencyID, after: after, limit: Self.pageSize + 1))
            }
            return Response.html(page(frame, rows, isFirst: after == nil))
        }
    }

    private func page(_ frame: PageFrame, _ rows: [ListAuditEntries.Row], isFirst: Bool) -> HTML {
        let words = frame.words
        guard !rows.isEmpty || !isFirst else {
            return frame.settings(
                .audit,
                #"<div class="empty"><h2>\#(words(.auditNone))</h2><p>\#(words(.auditNoneText))</p></div>"#)
        }
        let shown = rows.prefix(Self.pageSize)
        let next = rows.count > Self.pageSize ? shown.last.map { Cursor($0.at, $0.id).text } : nil
        return frame.settings(
            .audit,
            """
            <table class="table"><caption class="visually-hidden">\(words(SettingsTab.audit.title))</caption>
            <thead><tr><th scope="col">\(words(.time))</th><th scope="col">\(words(.auditWho))</th><th scope="col">\(words(.auditWhat))</th><th scope="col">\(words(.auditAbout))</th><th scope="col" class="wide">\(words(.auditAddress))</th></tr></thead>
            <tbody>\(shown.html { row($0, frame) })</tbody></table>
            \(frame.pager(SettingsTab.audit.path, isFirst: isFirst, next: next))
            """)
    }

    private func row(_ row: ListAuditEntries.Row, _ frame: PageFrame) -> HTML {
        let detail: HTML =
            row.detail == "{}"
            ? .empty
            : #"<details class="more"><summary>\#(frame.words(.auditDetail))</summary><pre tabindex="0" role="region" aria-label="\#(frame.words(.auditDetail))"><code>\#(row.detail)</code></pre></details>"#
        return """
            <tr><td class="aside fit">\(frame.time.element(row.at))</td><th scope="row" class="title" dir="auto">\(row.actor)</th>
            <td data-label="\(frame.words(.auditWhat))"><code>\(row.action)</code>\(detail)</td><td data-label="\(frame.words(.auditAbout))">\(subject(row))</td><td class="wide">\(row.address ?? "")</td></tr>

            """
    }

    /// A link where there is a page about it.
    private func subject(_ row: ListAuditEntries.Row) -> HTML {
        guard let kind = row.subjectKind, let id = row.subjectID else { return .empty }
        let pages = ["call": "calls", "lead": "leads", "appointment": "appointments", "agent": "team"]
        guard let place = pages[kind], UUID(uuidString: id) != nil else { return "\(kind)" }
        return #"<a href="/\#(place)/\#(id)">\#(kind) \#(id.prefix(8))</a>"#
    }
}

extension Phrase {
    static let auditNone = Phrase("Nothing has been done yet", es: "Todavía no se ha hecho nada")
    static let auditNoneText = Phrase(
        "Every change by a person is noted here, with who made it.",
        es: "Aquí se anota cada cambio de una persona y quién lo hizo.")
    static let auditWho = Phrase("Who", es: "Quién")
    static let auditWhat = Phrase("What", es: "Qué")
    static let auditAbout = Phrase("About", es: "Sobre")
    static let auditAddress = Phrase("From", es: "Desde")
    static let auditDetail = Phrase("Detail", es: "Detalle")
}
