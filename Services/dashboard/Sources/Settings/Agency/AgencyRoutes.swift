internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Messaging
internal import Postgres

/// `/settings`: the agency itself.
struct AgencyRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/settings") { request, context in
            try context.ownersOnly()
            let frame = console.frame(request, context)
            let agency = try await console.database.run(as: context.viewer) { transaction in
                try await transaction.execute(ReadAgency(id: context.viewer.agencyID)).first
            }
            guard let agency else { throw NotFound() }
            let notice: Phrase? = Query(request)["done"] == "saved" ? .settingsSaved : nil
            return page(
                frame, AgencyForm(agency), FormCheck(words: frame.words), agency.version, isActive: agency.isActive,
                notice: frame.notice(notice))
        }
        group.post("/settings") { request, context in try await save(request, context) }
    }

    private func save(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let sent = try await context.form(request)
        let (form, version) = (AgencyForm(sent), FormVersion(sent))
        let frame = console.frame(request, context)
        var check = FormCheck(words: frame.words)
        guard let agency = form.read(&check) else {
            return page(frame, form, check, version, isActive: true, status: .unprocessableContent)
        }
        let id = context.viewer.agencyID
        let now = try await console.database.run(as: context.viewer) { transaction -> ReadAgency.Row in
            guard let before = try await transaction.execute(LockAgency(id: id)).first else { throw NotFound() }
            guard before.version == version else { return before }
            guard try await transaction.execute(SaveAgency(id: id, agency: agency)).first != nil else {
                throw NotFound()
            }
            _ = try await transaction.execute(
                AddAuditEntry(
                    "settings.agency", by: context.viewer, subject: ("agency", id.description),
                    detail: Self.changes(from: before, to: agency), address: context.address))
            return before
        }
        guard now.version == version else {
            return page(
                frame, form, check, now.version, isActive: now.isActive, notice: meanwhile(form, now, frame),
                status: .conflict)
        }
        return .seeOther("/settings?done=saved")
    }

    private func meanwhile(_ form: AgencyForm, _ now: ReadAgency.Row, _ frame: PageFrame) -> HTML {
        MeanwhileNotice(
            words: frame.words,
            parts: [
                .init(.agencyName, typed: form.name, now: now.name),
                .init(.agencyTimeZone, typed: form.timeZone, now: now.timeZone),
                .init(
                    .agencyLanguage, typed: frame.languageName(form.language), now: frame.languageName(now.language)),
                .init(.agencyCountry, typed: form.country, now: now.country),
            ]
        ).html
    }

    /// What is another now, with what it was.
    private static func changes(from before: ReadAgency.Row, to after: ReadAgency.Row) throws -> JSONB {
        let values = [
            ("name", before.name, after.name), ("time_zone", before.timeZone, after.timeZone),
            ("default_language", before.language, after.language),
            ("default_country", before.country, after.country),
        ]
        let changed = values.filter { $0.1 != $0.2 }.map { ($0.0, ["from": $0.1, "to": $0.2]) }
        return JSONB(bytes: try ContractJSON.encode(Dictionary(uniqueKeysWithValues: changed)))
    }

    private func page(
        _ frame: PageFrame, _ form: AgencyForm, _ check: FormCheck, _ version: FormVersion, isActive: Bool,
        notice: HTML = .empty, status: HTTPResponse.Status = .ok
    ) -> Response {
        let suspended: HTML =
            isActive ? .empty : #"<div class="notice warn"><p>\#(frame.words(.overviewAgencyPaused))</p></div>"#
        return .html(
            frame.settings(
                .agency,
                """
                \(notice)\(suspended)
                <form class="form" method="post" action="/settings" data-busy>\(frame.formField)\(version.hidden)
                \(check.summary)\(form.fields(FieldView(frame: frame, check: check)))
                <div class="actions"><button class="primary">\(frame.words(.save))</button></div></form>
                """), status: status)
    }
}
