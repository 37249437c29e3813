internal import Contracts
internal import Foundation
internal import Hummingbird
internal import Messaging
internal import Postgres

/// Holding all of an agency's calls, and letting them go again: stands above the calling rules.
struct OutreachRoutes: Sendable {
    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.post("/settings/calling/pause") { request, context in
            try context.ownersOnly()
            let form = try await context.form(request)
            let frame = console.frame(request, context)
            let pauses = form["pause"] == "yes"
            let outcome = try await console.settle(
                PauseCalls(retryID: nil, isPaused: pauses), by: context.principal,
                noting: AuditNote(pauses ? "outreach.paused" : "outreach.resumed"))
            if let why = outcome.whyNot {
                return Response.html(
                    frame.settings(
                        .calling,
                        """
                        \(frame.alert(why))<p><a class="button" href="/settings/calling">\(frame.words(.outreachBack))</a></p>
                        """), status: why.status)
            }
            return Response.seeOther("/settings/calling")
        }
    }

    static func html(_ row: ReadRules.Row, _ frame: PageFrame) -> HTML {
        let words = frame.words
        let form: (String, String) -> HTML = { value, button in
            """
            <form method="post" action="/settings/calling/pause">\(frame.formField)<input type="hidden" name="pause" value="\(value)">\(button == "go" ? "<button>\(words(.outreachGo))</button>" as HTML : "<p>\(words(.outreachPauseText))</p><div class=\"actions\"><button class=\"danger\">\(words(.outreachPauseNow))</button></div>" as HTML)</form>
            """
        }
        if let since = row.pausedAt {
            return """
                <div class="notice warn"><p>\(words(.overviewOutreachPaused)) \(frame.time.element(since))</p>\(form("no", "go"))</div>
                """
        }
        return """
            <details class="confirm"><summary class="button">\(words(.outreachPause))</summary>\(form("yes", "pause"))</details>
            """
    }
}

extension Phrase {
    static let outreachPause = Phrase("Pause all outreach", es: "Pausar todas las llamadas")
    static let outreachPauseText = Phrase(
        "Nobody is called by itself until you go on: planned calls wait. Calls that are under way, and calls to you, go on.",
        es:
            "No se llamará a nadie hasta que usted lo reanude: las llamadas previstas esperan. Las que están en curso y las entrantes continúan."
    )
    static let outreachPauseNow = Phrase("Pause now", es: "Pausar ahora")
    static let outreachGo = Phrase("Go on calling", es: "Reanudar las llamadas")
    static let outreachBack = Phrase("Back to calling", es: "Volver a llamadas")
}
