internal import Foundation

/// What waits for somebody, and how a page shows it.
struct WaitingWork: Sendable {
    var unopened: Int
    var late: Int
    var counts: CountWaiting.Row?
    var held: [CountHeldCalls.Row]
    var unopenedCalls: [ListUnopenedCalls.Row]
    /// The first of them.
    var tasks: [ListOpenTasks.Row]
    var calendars: [ListUnreachedCalendars.Row]
    /// Than ``tasks``.
    var hasMoreTasks = false

    /// Where somebody finds all of their calls that have not been opened.
    static func unopenedPath(_ viewer: Viewer) -> String {
        viewer.isOwner ? "/operations/unopened" : "/overview/unopened"
    }

    /// For how long back messages that did not arrive count as waiting.
    static func since(_ now: Date) -> Date { now.addingTimeInterval(-7 * 86_400) }

    /// Nothing waits.
    var isEmpty: Bool {
        unopened == 0 && held.isEmpty && tasks.isEmpty && calendars.isEmpty
            && (counts.map { $0.nobodys + $0.failedMessages + $0.parkedMessages == 0 } ?? true)
    }

    /// Each thing that waits, on a line of its own.
    func list(_ frame: PageFrame) -> HTML {
        let words = frame.words
        let place = frame.viewer.isOwner
        var lines: [HTML] = []
        if unopened > 0 {
            lines.append(
                line(
                    words(.waitingUnopened, unopened), Self.unopenedPath(frame.viewer),
                    badge: late > 0 ? ("bad", words(.waitingLate, late)) : ("warn", words(.waitingSoon))))
        }
        if let counts {
            if counts.nobodys > 0 {
                lines.append(
                    line(
                        words(.waitingNobodys, counts.nobodys), place ? "/operations/unassigned" : nil,
                        badge: ("bad", words(.operationsNobody))))
            }
            if counts.failedMessages > 0 {
                lines.append(
                    line(
                        words(.waitingFailedMessages, counts.failedMessages), place ? "/operations/messages" : nil,
                        badge: ("bad", words(.lastWeek))))
            }
            if counts.parkedMessages > 0 {
                lines.append(
                    line(
                        words(.waitingParkedMessages, counts.parkedMessages), place ? "/operations/messages" : nil,
                        badge: ("warn", words(.lastWeek))))
            }
        }
        lines += held.map { row in
            line(
                words(.waitingHeld, row.count), nil, badge: ("", frame.time.moment(row.first)),
                detail: PlannedCallReason(row.reason).sentence(words))
        }
        return lines.isEmpty ? .empty : #"<ul class="why">\#(lines)</ul>"#
    }

    private func line(
        _ text: String, _ link: String?, badge: (tone: String, text: String), detail: String? = nil
    ) -> HTML {
        let name: HTML = link.map { #"<a href="\#($0)">\#(text)</a>"# } ?? "<span>\(text)</span>"
        let tone = badge.tone.isEmpty ? "badge" : "badge \(badge.tone)"
        return """
            <li>\(name)<span class="\(tone)">\(badge.text)</span>\(detail.map { #"<p dir="auto">\#($0)</p>"# as HTML })</li>

            """
    }

    /// Calls that have not been opened, as a list of links.
    static func calls(_ rows: [ListUnopenedCalls.Row], _ frame: PageFrame) -> HTML {
        guard !rows.isEmpty else { return .empty }
        let words = frame.words
        let items = rows.html { row in
            let agent: HTML = row.agentName.map { " · <bdi>\($0)</bdi>" } ?? .empty
            return call(
                row.callID, row.leadName, row.assignedAt, zone: row.leadTimeZone, tone: row.isLate ? "bad" : "warn",
                "\(words(row.isLate ? .waitingNotOpenedInTime : .notOpened))\(agent)", frame)
        }
        return #"<ol class="timeline">\#(items)</ol>"#
    }

    /// Calls that there is nobody for, as a list of links.
    static func calls(_ rows: [ListNobodysCalls.Row], _ frame: PageFrame) -> HTML {
        let why = HTML(frame.words(.operationsNobody))
        let items = rows.html {
            call($0.callID, $0.leadName, $0.decidedAt, zone: $0.leadTimeZone, tone: "bad", why, frame)
        }
        return #"<ol class="timeline">\#(items)</ol>"#
    }

    private static func call(
        _ id: UUID, _ name: String?, _ time: Date, zone: String?, tone: String, _ text: HTML, _ frame: PageFrame
    ) -> HTML {
        let zone = zone.flatMap { TimeZone(identifier: $0) }
        return """
            <li class="\(tone)">\(frame.time.element(time, lead: zone))<div><a href="/calls/\(id.uuidString.lowercased())" dir="auto">\(name ?? frame.words(.unknownCaller))</a>
            <p class="muted small">\(text)</p></div></li>

            """
    }

    /// What somebody has to do, each with a button.
    ///
    /// - Parameter from: the page that shows it, where the viewer is to come back to.
    static func tasks(_ rows: [ListOpenTasks.Row], from: String, _ frame: PageFrame) -> HTML {
        guard !rows.isEmpty else { return .empty }
        let words = frame.words
        let items = rows.html { row in
            let call: HTML =
                row.callID.map {
                    #"<a href="/calls/\#($0.uuidString.lowercased())">\#(words(.waitingToTheCall))</a> · "#
                } ?? .empty
            let names = [row.leadName, row.agentName].compactMap(\.self)
            let people: HTML = names.isEmpty ? .empty : "\(names.html { "<bdi>\($0)</bdi> · " })"
            return """
                <li><span dir="auto">\(row.text)</span>
                <form method="post" action="/tasks/\(row.id.uuidString.lowercased())/done">\(frame.formField)<input type="hidden" name="from" value="\(from)"><button>\(words(.waitingDone))<span class="visually-hidden">: \(row.text)</span></button></form>
                <p>\(call)\(people)\(frame.time.element(row.createdAt))</p></li>

                """
        }
        return #"<ul class="why">\#(items)</ul>"#
    }

    /// A notice for each calendar that is not reached.
    static func calendars(_ rows: [ListUnreachedCalendars.Row], _ frame: PageFrame) -> HTML {
        let words = frame.words
        return rows.html { row in
            let since: HTML = row.since.map { " \(frame.time.element($0))" } ?? .empty
            return """
                <div class="notice warn"><p><b dir="auto">\(words(.waitingCalendarOf, ["name": row.agentName]))</b> \(words(.waitingCalendarBroken))\(since) <span class="muted small" dir="auto">\(row.reason ?? "")</span></p><a href="/team/\(row.agentID.uuidString.lowercased())">\(words(.waitingReconnect))</a></div>

                """
        }
    }
}

extension Phrase {
    static let waitingSoon = Phrase("Still in time", es: "Aún a tiempo")
    static let waitingNotOpenedInTime = Phrase("Not opened in time", es: "No se abrió a tiempo")
    static let waitingToTheCall = Phrase("To the call", es: "Ver la llamada")
    static let waitingDone = Phrase("Done", es: "Hecho")
    static let waitingCalendarOf = Phrase(
        "{name}’s calendar is disconnected.", es: "El calendario de {name} está desconectado.")
    static let waitingCalendarBroken = Phrase(
        "Appointments are kept, but not written to Google; no new times are offered. Since",
        es: "Las citas se conservan, pero no se escriben en Google; no se ofrecen horas nuevas. Desde")
    static let waitingReconnect = Phrase("Connect it again", es: "Volver a conectarlo")
}

extension CountedPhrase {
    static let waitingUnopened = CountedPhrase(
        Phrase("{n} call has not been opened", es: "{n} llamada sin abrir"),
        Phrase("{n} calls have not been opened", es: "{n} llamadas sin abrir"))
    static let waitingLate = CountedPhrase(
        Phrase("{n} late", es: "{n} con retraso"), Phrase("{n} late", es: "{n} con retraso"))
    static let waitingNobodys = CountedPhrase(
        Phrase("{n} call that there is nobody for", es: "{n} llamada para la que no hay nadie"),
        Phrase("{n} calls that there is nobody for", es: "{n} llamadas para las que no hay nadie"))
    static let waitingFailedMessages = CountedPhrase(
        Phrase("{n} message did not arrive", es: "{n} mensaje no llegó"),
        Phrase("{n} messages did not arrive", es: "{n} mensajes no llegaron"))
    static let waitingParkedMessages = CountedPhrase(
        Phrase("{n} message waits for its provider", es: "{n} mensaje espera a su proveedor"),
        Phrase("{n} messages wait for their provider", es: "{n} mensajes esperan a su proveedor"))
    static let waitingHeld = CountedPhrase(
        Phrase("{n} planned call waits", es: "{n} llamada prevista en espera"),
        Phrase("{n} planned calls wait", es: "{n} llamadas previstas en espera"))
}
