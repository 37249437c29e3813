internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Notices
internal import Postgres

/// `/operations/messages`: what did not arrive, and addresses that get nothing.
struct MessageRoutes: Sendable {
    static let pageSize = 50

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/operations/messages") { request, context in
            let notices: [String: Phrase] = ["allowed": .messagesAllowed, "not-barred": .messagesNotBarred]
            return try await page(request, context, notice: notices[Query(request)["done"] ?? ""])
        }
        group.post("/operations/messages/allow") { request, context in try await allow(request, context) }
    }

    private func allow(_ request: Request, _ context: ViewerContext) async throws -> Response {
        try context.ownersOnly()
        let form = try await context.form(request)
        guard let channel = NotificationChannel(rawValue: form["channel"]), !form["address"].isEmpty else {
            throw BadRequest(.notUnderstoodText)
        }
        let frame = console.frame(request, context)
        let outcome = try await AddressDesk(console: console).allow(form["address"], by: channel, context.principal)
        switch outcome {
        case .done(let reply):
            return .seeOther("/operations/messages?done=\(reply.wasSuppressed ? "allowed" : "not-barred")")
        case .notDone(let why):
            return .html(
                frame.operations(
                    .messages, isStart: false,
                    """
                    \(frame.alert(why))<p><a class="button" href="/operations/messages">\(frame.words(OperationsTab.messages.title))</a></p>
                    """), status: why.status)
        }
    }

    private func page(_ request: Request, _ context: ViewerContext, notice: Phrase?) async throws -> Response {
        try context.ownersOnly()
        let after = try Query(request).value("after") { Cursor($0) }
        let frame = console.frame(request, context)
        let id = context.viewer.agencyID
        let (messages, barred) = try await console.database.run(as: context.viewer) { transaction in
            try await transaction.pipeline(
                ListTroubledMessages(agencyID: id, after: after, limit: Self.pageSize + 1),
                ListSuppressions(agencyID: id))
        }
        let view = MessagePage(
            frame: frame, messages: Array(messages.prefix(Self.pageSize)), hasMore: messages.count > Self.pageSize,
            isFirst: after == nil, barred: barred, notice: notice)
        return .html(view.render())
    }
}

struct MessagePage: Sendable {
    let frame: PageFrame
    var messages: [ListTroubledMessages.Row]
    var hasMore: Bool
    var isFirst: Bool
    var barred: [ListSuppressions.Row]
    var notice: Phrase?

    private var words: Words { frame.words }

    func render() -> HTML {
        let list =
            messages.isEmpty
            ? frame.operationsEmpty(.messagesNone, .messagesNoneText) : table
        let next = hasMore ? messages.last.map { Cursor($0.time, $0.id) } : nil
        return frame.operations(
            .messages,
            """
            \(frame.notice(notice))\(list)
            \(frame.pager("/operations/messages", isFirst: isFirst, next: next?.text))
            \(isFirst ? suppressions : .empty)
            """)
    }

    private var table: HTML {
        """
        <table class="table"><caption class="visually-hidden">\(words(.messagesTroubled))</caption>
        <thead><tr><th scope="col">\(words(.time))</th><th scope="col">\(words(.messagesTo))</th><th scope="col">\(words(.status))</th><th scope="col">\(words(.messagesReason))</th><th scope="col" class="num">\(words(.messagesAttempts))</th></tr></thead>
        <tbody>\(messages.html { row($0) })</tbody></table>
        """
    }

    private func row(_ message: ListTroubledMessages.Row) -> HTML {
        let kind = NoticeKind.text(message.kind, words)
        let what: HTML =
            message.callID.map { #"<a href="/calls/\#($0.uuidString.lowercased())">\#(kind)</a>"# } ?? "\(kind)"
        let standing = MessageStanding(status: message.status, receipt: message.receipt)
        let again: HTML? =
            standing == .waiting
            ? #" <span class="muted small">\#(words(.messagesAgain)) \#(frame.time.moment(message.nextAttemptAt))</span>"#
            : nil
        return """
            <tr><td class="aside fit">\(frame.time.element(message.time))</td><th scope="row" class="title"><bdi>\(message.address ?? "—")</bdi><span class="sub">\(NotificationChannel.text(message.channel, words)) · \(what)</span></th>
            <td class="part fit">\(standing.badge(words))</td><td dir="auto">\(message.reason ?? "")\(again)</td><td class="num fit" data-label="\(words(.messagesAttempts))">\(message.attempts)</td></tr>

            """
    }

    private var suppressions: HTML {
        let title: HTML =
            #"<h2 id="barred">\#(words(.messagesBarred))</h2><p class="muted">\#(words(.messagesBarredText))</p>"#
        guard !barred.isEmpty else {
            return
                #"<section class="stack tight" aria-labelledby="barred">\#(title)<p>\#(words(.messagesNoneBarred))</p></section>"#
        }
        return """
            <section class="stack tight" aria-labelledby="barred">\(title)
            <table class="table"><caption class="visually-hidden">\(words(.messagesBarred))</caption>
            <thead><tr><th scope="col">\(words(.messagesAddress))</th><th scope="col">\(words(.messagesReason))</th><th scope="col">\(words(.messagesSince))</th><th scope="col"><span class="visually-hidden">\(words(.settingsActions))</span></th></tr></thead>
            <tbody>\(barred.html { suppression($0) })</tbody></table></section>
            """
    }

    private func suppression(_ row: ListSuppressions.Row) -> HTML {
        let cause = SuppressionCause.text(row.cause, words).capitalizedFirst
        // Who wrote STOP takes it back themselves, by START.
        let allow: HTML =
            row.cause == "stop"
            ? .empty
            : """
            <form method="post" action="/operations/messages/allow">\(frame.formField)<input type="hidden" name="channel" value="\(row.channel)"><input type="hidden" name="address" value="\(row.address)"><button>\(words(.messagesAllow))<span class="visually-hidden">: \(row.address)</span></button></form>
            """
        return """
            <tr><th scope="row" class="title"><bdi>\(row.address)</bdi><span class="sub">\(NotificationChannel.text(row.channel, words))</span></th>
            <td dir="auto">\(cause)\(row.detail.map { #"<span class="sub" dir="auto">\#($0)</span>"# as HTML })</td><td class="fit" data-label="\(words(.messagesSince))">\(frame.time.element(row.createdAt))</td><td class="fit">\(allow)</td></tr>

            """
    }
}

extension Phrase {
    static let messagesTroubled = Phrase("Messages that did not arrive", es: "Mensajes que no llegaron")
    static let messagesNone = Phrase("Every message has arrived", es: "Todos los mensajes han llegado")
    static let messagesNoneText = Phrase(
        "Messages that fail, or wait for a provider, stand here with the reason.",
        es: "Aquí aparecen, con el motivo, los mensajes que fallan o esperan a un proveedor.")
    static let messagesTo = Phrase("To", es: "Para")
    static let messagesReason = Phrase("Reason", es: "Motivo")
    static let messagesAttempts = Phrase("Attempts", es: "Intentos")
    static let messagesAgain = Phrase("Again", es: "De nuevo")
    static let messagesBarred = Phrase("Addresses that get nothing", es: "Direcciones que no reciben nada")
    static let messagesBarredText = Phrase(
        "A provider said that nothing arrives there, or somebody asked for it. Allow one again once it is mended.",
        es: "Un proveedor dijo que ahí no llega nada, o alguien lo pidió. Permítala de nuevo cuando esté arreglada.")
    static let messagesNoneBarred = Phrase("There are none.", es: "No hay ninguna.")
    static let messagesAddress = Phrase("Address", es: "Dirección")
    static let messagesSince = Phrase("Since", es: "Desde")
    static let messagesAllow = Phrase("Allow again", es: "Permitir de nuevo")
    static let messagesAllowed = Phrase(
        "The address gets messages again.", es: "La dirección vuelve a recibir mensajes.")
    static let messagesNotBarred = Phrase("The address was not barred.", es: "La dirección no estaba excluida.")
}
