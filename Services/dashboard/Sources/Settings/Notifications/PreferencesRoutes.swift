internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/settings/notifications`: what an agency's people start from.
struct PreferencesRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/settings/notifications") { request, context in
            let (frame, stored) = try await read(request, context)
            let query = Query(request)
            var notice = frame.notice(query["done"] == "saved" ? .settingsSaved : nil)
            if query["done"] == "warned" { notice = frame.notice(.preferencesWarned, tone: "warn") }
            let form = PreferencesForm(try stored.preferences(context.viewer.agencyID))
            return page(frame, form, version: stored.version, FormCheck(words: frame.words), notice: notice)
        }
        group.post("/settings/notifications") { request, context in try await save(request, context) }
    }

    private func read(
        _ request: Request, _ context: ViewerContext
    ) async throws -> (PageFrame, ReadAgencyPreferences.Row) {
        try context.ownersOnly()
        let stored = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.execute(ReadAgencyPreferences(agencyID: context.viewer.agencyID)).first
        }
        guard let stored else { throw NotFound() }
        return (console.frame(request, context), stored)
    }

    private func save(_ request: Request, _ context: ViewerContext) async throws -> Response {
        let (frame, stored) = try await read(request, context)
        let typed = try await context.form(request)
        let known = try stored.preferences(context.viewer.agencyID)
        let form = PreferencesForm(typed, over: known)
        let version = Int(typed["version"]) ?? 0
        var check = FormCheck(words: frame.words)
        guard let json = try form.read(&check, over: known)?.json else {
            return page(frame, form, version: version, check, status: .unprocessableContent)
        }
        let outcome = try await console.settle(
            ConfigureNotifications(agentID: nil, preferences: json, basedOn: version), by: context.principal,
            noting: AuditNote("settings.notifications"))
        switch outcome {
        case .done(let reply):
            return .seeOther("/settings/notifications?done=\(reply.warnings.isEmpty ? "saved" : "warned")")
        case .notDone(.refused) where version != stored.version:
            return page(
                frame, form, version: stored.version, check, notice: frame.settingsMeanwhile(.notifications),
                status: .conflict)
        case .notDone(let why):
            return page(frame, form, version: version, check, notice: frame.alert(why), status: why.status)
        }
    }

    private func page(
        _ frame: PageFrame, _ form: PreferencesForm, version: Int, _ check: FormCheck, notice: HTML = .empty,
        status: HTTPResponse.Status = .ok
    ) -> Response {
        .html(
            frame.settings(
                .notifications,
                """
                \(notice)<form class="form wide" method="post" action="/settings/notifications" data-busy>\(frame.formField)<input type="hidden" name="version" value="\(version)">
                \(check.summary)\(form.fields(FieldView(frame: frame, check: check)))
                <div class="actions"><button class="primary">\(frame.words(.save))</button></div></form>
                """), status: status)
    }
}

struct ReadAgencyPreferences: PostgresStatement {
    static let sql = """
        SELECT notification_preferences::text, notification_preferences_version::int8 FROM agencies WHERE id = $1
        """

    struct Row: Sendable {
        var json: String
        var version: Int

        /// - Throws: ``UnreadableSetting``.
        func preferences(_ id: AgencyID) throws(UnreadableSetting) -> NotificationPreferences {
            do {
                return try NotificationPreferences(stored: json)
            } catch {
                throw UnreadableSetting(name: "notification preferences of agency \(id.description)", reason: error)
            }
        }
    }

    let agencyID: AgencyID
    var parameters: [PostgresParameter] { [.init(agencyID)] }

    static func decode(_ row: PostgresRow) throws(PostgresError) -> Row {
        let (json, version) = try row.decode((String, Int).self)
        return Row(json: json, version: version)
    }
}

extension Phrase {
    static let preferencesWarned = Phrase(
        "Saved. For some kinds no channel is left: nobody is told of them, unless they say otherwise for themselves.",
        es: "Guardado. Para algunos tipos no queda ningún canal: nadie recibirá aviso, salvo quien lo elija para sí.")
}
