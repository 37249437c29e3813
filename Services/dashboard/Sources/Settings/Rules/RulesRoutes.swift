internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Messaging
internal import Postgres

/// A page with one of an agency's sets of rules: shows it, and has it changed.
struct RulesRoutes<Rules: RulesForm>: Sendable {
    let console: Console
    /// Which of the stored rules they are.
    let stored: @Sendable (ReadRules.Row) -> StoredRules
    /// What the page shows besides the form.
    var more: @Sendable (ReadRules.Row, PageFrame) -> HTML = { _, _ in .empty }
    /// What was typed, and the version that it is based on.
    var read: @Sendable (Request, ViewerContext) async throws -> (form: Rules, version: Int) = { request, context in
        let typed = try await context.form(request)
        return (Rules(typed), Int(typed["version"]) ?? 0)
    }

    func add(to group: RouterGroup<ViewerContext>) {
        let path = RouterPath(Rules.tab.path)
        group.get(path) { request, context in
            try context.ownersOnly()
            let frame = console.frame(request, context)
            let row = try await rules(context)
            let form = Rules(stored: stored(row).json)
            let notice: Phrase? = Query(request)["done"] == "saved" ? .settingsSaved : nil
            return page(
                frame, row, form, version: stored(row).version, FormCheck(words: frame.words),
                notice: frame.notice(notice) + unusable(stored(row), frame, context.viewer))
        }
        group.post(path) { request, context in try await save(request, context) }
    }

    private func rules(_ context: ViewerContext) async throws -> ReadRules.Row {
        let row = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(ReadRules(agencyID: context.viewer.agencyID)).first
        }
        guard let row else { throw NotFound() }
        return row
    }

    private func save(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let (form, version) = try await read(request, context)
        let frame = console.frame(request, context)
        let row = try await rules(context)
        var check = FormCheck(words: frame.words)
        guard let command = try form.command(&check) else {
            return page(
                frame, row, form, version: version, check, notice: unusable(stored(row), frame, context.viewer),
                status: .unprocessableContent)
        }
        guard version == stored(row).version else {
            return page(
                frame, row, form, version: stored(row).version, check,
                notice: frame.settingsMeanwhile(Rules.tab), status: .conflict)
        }
        let outcome = try await console.settle(
            command, by: context.principal, noting: AuditNote(form.note, detail: Self.detail(of: command)))
        guard let why = outcome.whyNot else { return .seeOther("\(Rules.tab.path)?done=saved") }
        return page(frame, row, form, version: version, check, notice: frame.alert(why), status: why.status)
    }

    /// What the page says in place of showing the usual rules as if somebody had set them, and the log with what is wrong.
    private func unusable(_ stored: StoredRules, _ frame: PageFrame, _ viewer: Viewer) -> HTML {
        guard let reason = Rules.whyUnusable(stored: stored.json) else { return .empty }
        let name = "\(Rules.tab.path) of agency \(viewer.agencyID.description)"
        console.logger.error("stored rules do not read", error: UnreadableSetting(name: name, reason: reason))
        return frame.unusableRules
    }

    /// What was set, for the audit log.
    private static func detail(of command: Rules.Payload) throws -> JSONB {
        JSONB(bytes: try ContractJSON.encode(command))
    }

    private func page(
        _ frame: PageFrame, _ row: ReadRules.Row, _ form: Rules, version: Int, _ check: FormCheck,
        notice: HTML = .empty, status: HTTPResponse.Status = .ok
    ) -> Response {
        let own = stored(row)
        let enctype: HTML = #" enctype="multipart/form-data""#
        let last: HTML? = own.changedAt.map { at in
            let by: HTML = own.changedBy.map { ", <bdi>\($0)</bdi>" } ?? .empty
            return #"<p class="muted small">\#(frame.words(.settingsLast)) \#(frame.time.element(at))\#(by)</p>"#
        }
        return .html(
            frame.settings(
                Rules.tab,
                """
                \(notice)\(more(row, frame))
                <form class="form" method="post" action="\(Rules.tab.path)"\(enctype, when: Rules.hasFile) data-busy>\(frame.formField)<input type="hidden" name="version" value="\(version)">
                \(check.summary)\(form.fields(FieldView(frame: frame, check: check)))
                <div class="actions"><button class="primary">\(frame.words(.save))</button>\(form.buttons(frame.words))</div></form>
                \(last)
                """), status: status)
    }
}

extension PageFrame {
    /// Above a form whose stored rules cannot be used.
    var unusableRules: HTML {
        """
        <div class="notice warn" role="alert"><h2>\(words(.unreadable))</h2><p>\(words(.unreadableRules))</p></div>
        """
    }

    /// Above a form that was sent too late. What is stored by then can be looked at without losing what was typed.
    func settingsMeanwhile(_ tab: SettingsTab) -> HTML {
        """
        <div class="notice bad" role="alert"><p>\(words(.settingsMeanwhile)) <a href="\(tab.path)" target="_blank">\(words(.settingsStoredNow))</a></p></div>
        """
    }

    /// Something that stands in the way, above a form.
    func alert(_ text: String) -> HTML { #"<div class="notice bad" role="alert"><p dir="auto">\#(text)</p></div>"# }
}
