internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LenientJSON
internal import Postgres

/// `/api/v1/settings`; for owners.
struct SettingsOperations: Sendable {
    let console: Console

    var all: [APIOperation] {
        [
            show,
            put("setCallingRules", "calling", .calling, "When and how often leads are called") { rules, _ in
                ConfigureCalling(rules: rules)
            },
            put("setBookingRules", "booking", .booking, "How appointments are made") { rules, _ in
                ConfigureBooking(rules: rules)
            },
            put("setFollowUpRules", "follow-up", .followUp, "Within what time calls have to be opened") { rules, _ in
                ConfigureFollowUp(rules: rules)
            },
            put("setRecordingRules", "recordings", .recordings, "How long recordings are kept") { _, call in
                ConfigureRecordings(retentionDays: call.int("retention_days"))
            },
            put("setMailBranding", "mails", .mails, "How mails say whose they are") { rules, _ in
                var check = FormCheck(words: Words(language: .english))
                guard let branding = MailsForm(stored: rules).branding(&check) else {
                    throw APIProblem.invalid(check)
                }
                return BrandMails(branding: branding, basedOn: nil)
            },
        ]
    }

    private var show: APIOperation {
        APIOperation(
            "getSettings", .get, "/settings", tag: "Settings", "All rules",
            content: .json(SettingsResource.settings.schema)
        ) { call in .json(SettingsResource.settings.json(try await read(call.viewer))) }
        .forOwners()
    }

    private func put<Payload: CommandPayload>(
        _ id: String, _ path: String, _ kind: SettingsKind, _ summary: String,
        _ payload: @escaping @Sendable (_ rules: String, APICall) throws -> Payload
    ) -> APIOperation {
        APIOperation(
            id, .put, "/settings/\(path)", tag: "Settings", summary, content: .json(kind.resource.schema)
        ) { call in
            if IfMatch.isGiven(in: call) {
                try IfMatch.check(call, version: kind.stored(try await read(call.viewer)).version)
            }
            let rules = call.body.map { String(decoding: $0.rawBytes, as: UTF8.self) } ?? "{}"
            let outcome = try await console.settle(
                try payload(rules, call), by: call.principal,
                noting: AuditNote(kind.action, detail: JSONB(JSONValue.object(["rules": .text(rules)]).json)))
            _ = try outcome.reply
            let stored = kind.stored(try await read(call.viewer))
            return .json(kind.resource.json(stored), headers: IfMatch.tag(stored.version))
        }
        .details(
            "All of them are replaced: what is left out is as usual again. If-Match is looked at before: of two changes at the same moment the later one counts."
        )
        .body(kind.schema).headers([IfMatch.parameter]).forOwners().problems(.preconditionFailed)
    }

    private func read(_ viewer: Viewer) async throws -> ReadRules.Row {
        let row = try await console.database.run(as: viewer) { transaction in
            try await transaction.execute(ReadRules(agencyID: viewer.agencyID)).first
        }
        guard let row else { throw NotFound() }
        return row
    }
}
