internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Postgres

/// `/api/v1/settings/texts`: an agency's own words for messages; for owners.
struct TextOperations: Sendable {
    let console: Console

    var all: [APIOperation] { [list, save, reset, preview] }

    private static let kinds = TextForm.kinds.map(\.name)

    private static let text = Resource<ListOwnTexts.Row>(
        "MessageText", "The agency's own words for one kind of message in one language.",
        [
            .init("kind", "Of message.", oneOf: kinds) { $0.kind },
            .init("language", "In which they are (BCP 47).") { $0.language },
            .init("subject", "Of mails; null: ours.") { $0.subject },
            .init("body", "Of mails, in Mustache; null: ours.") { $0.body },
            .init("short", "Of text messages, in Mustache; null: ours.") { $0.short },
            .init("updated_at", "When they were written.") { $0.changedAt },
            .init("updated_by", "By whom.") { $0.changedBy },
        ])

    private var list: APIOperation {
        APIOperation(
            "listTexts", .get, "/settings/texts", tag: "Settings", "The agency's own words for messages",
            content: .json(Self.text.page.schema)
        ) { call in
            let list = ListOwnTexts(agencyID: call.viewer.agencyID)
            let rows = try await console.database.run(as: call.viewer) { try await $0.execute(list) }
            return .json(Self.text.page.json(APIPage(rows)))
        }
        .details("All on one page, at most 200. What has none is in our words.").forOwners()
    }

    private static let words: [JSONSchema.Member] = [
        .optional("subject", JSONSchema(.string, "Of mails; null: ours.", length: 0...1000).orNull),
        .optional("body", JSONSchema(.string, "Of mails, in Mustache; null: ours.", length: 0...4000).orNull),
        .optional("short", JSONSchema(.string, "Of text messages, in Mustache; null: ours.", length: 0...5000).orNull),
    ]

    /// - Throws: ``NotFound`` when there is no such kind, or nobody writes in that language.
    private static func form(_ call: APICall, kind: String, language: String) throws -> TextForm {
        guard var form = TextForm(kind: kind, language: language, role: call.text("role")) else { throw NotFound() }
        form.subject = call.text("subject") ?? ""
        form.body = (call.text("body") ?? "").replacing("\r\n", with: "\n")
        form.short = (call.text("short") ?? "").replacing("\r\n", with: "\n")
        return form
    }

    private func stored(_ form: TextForm, _ viewer: Viewer) async throws -> ListOwnTexts.Row {
        let list = ListOwnTexts(agencyID: viewer.agencyID, kind: form.kind, language: form.language)
        let row = try await console.database.run(as: viewer) { try await $0.execute(list).first }
        guard let row else { throw NotFound() }
        return row
    }

    private var save: APIOperation {
        APIOperation(
            "setText", .put, "/settings/texts/{kind}/{language}", tag: "Settings",
            "Write the agency's own words for a kind of message", content: .json(Self.text.schema)
        ) { call in
            let form = try Self.form(call, kind: call.word("kind"), language: call.word("language"))
            guard let wording = form.wording else {
                throw APIProblem.invalid("body", "is missing: without any words, delete them")
            }
            _ = try await console.settle(
                SetNoticeTexts(kind: form.kind, language: form.language, texts: wording), by: call.principal,
                noting: try AuditNote("settings.texts", ("text", form.kind), ["language": form.language])
            ).reply
            return .json(Self.text.json(try await stored(form, call.viewer)))
        }
        .details("All of them are replaced: what is left out is ours again.")
        .path("kind", JSONSchema(.string, choices: Self.kinds)).path("language", JSONSchema(.string, length: 2...35))
        .body(JSONSchema("MessageWords", "Words for a kind of message.", members: Self.words))
        .forOwners()
    }

    private var reset: APIOperation {
        APIOperation(
            "resetText", .delete, "/settings/texts/{kind}/{language}", tag: "Settings",
            "Have a kind of message in our words again", content: .none
        ) { call in
            let form = try Self.form(call, kind: call.word("kind"), language: call.word("language"))
            _ = try await stored(form, call.viewer)
            _ = try await console.settle(
                SetNoticeTexts(kind: form.kind, language: form.language, texts: nil), by: call.principal,
                noting: try AuditNote("settings.texts_reset", ("text", form.kind), ["language": form.language])
            ).reply
            return Response(status: .noContent)
        }
        .path("kind", JSONSchema(.string, choices: Self.kinds)).path("language", JSONSchema(.string, length: 2...35))
        .status(.noContent).problems(.unprocessableContent).forOwners()
    }

    private static let shown = Resource<PreviewNotice.Reply>(
        "MessagePreview", "A message as somebody would get it.",
        [
            .init("language", "In which it is (BCP 47).") { $0.language },
            .init("subject", "Of the mail.") { $0.subject },
            .init("html", "The mail; to be shown where nothing in it may run.") { $0.html },
            .init("text", "The mail without its looks.") { $0.text },
            .init("short", "The text message.") { $0.short },
            .init("segments", "Of the text message.") { $0.segments },
            .init("encoding", "Of the text message.") { $0.encoding },
            .init("notes", "What may not be meant.") { $0.notes },
        ])

    private var preview: APIOperation {
        APIOperation(
            "previewText", .post, "/settings/texts/preview", tag: "Settings", "See words before they are used",
            content: .json(Self.shown.schema)
        ) { call in
            guard let kind = call.text("kind"), let language = call.text("language"),
                let form = try? Self.form(call, kind: kind, language: language)
            else { throw APIProblem.invalid("language", "is none that messages are written in") }
            let wish = PreviewNotice(
                kind: form.kind, role: form.role, language: form.language, callID: nil, appointmentID: nil,
                texts: form.wording)
            return .json(Self.shown.json(try await console.settle(wish, by: call.principal, noting: nil).reply))
        }
        .details("With people and times that there are not. Nothing is kept.")
        .body(
            JSONSchema(
                "MessageDraft", "Words that are to be tried.",
                members: [
                    .required("kind", JSONSchema(.string, "Of message.", choices: Self.kinds)),
                    .required("language", JSONSchema(.string, "In which it is to be (BCP 47).", length: 2...35)),
                    .optional("role", JSONSchema(.string, "Who gets it.", choices: TextForm.roles).orNull),
                ] + Self.words)
        )
        .forOwners()
    }
}
