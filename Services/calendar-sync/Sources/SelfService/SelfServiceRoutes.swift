internal import Contracts
internal import Foundation
internal import HTMLText
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Mustache
internal import NIOCore
internal import SpokenTime
internal import Vault

/// `GET` and `POST /api/calendar/appointments/{token}`, for the lead's browser. The token is what lets them: a form needs no other.
struct SelfServiceRoutes: Sendable {
    static let path = SignedLink.appointmentPath

    let desk: SelfServiceDesk
    let page: MustacheTemplate
    let logger: Logger

    init(desk: SelfServiceDesk, logger: Logger) throws {
        self.desk = desk
        self.logger = logger
        page = try MustacheTemplate(
            string: String(decoding: PackageResources.appointment_html_mustache, as: UTF8.self))
    }

    func add(to router: Router<some RequestContext>) {
        let path = RouterPath("\(Self.path)/:token")
        router.get(path) { _, context in
            let token = try context.parameters.require("token")
            return await answer { try await desk.look(token) }
        }
        router.post(path) { request, context in
            let token = try context.parameters.require("token")
            let body = try await request.body.collect(upTo: 4096)
            let form = URLComponents(string: "?\(String(buffer: body).replacing("+", with: " "))")?.queryItems ?? []
            return await answer {
                guard form.first(where: { $0.name == "action" })?.value != "cancel" else {
                    return try await desk.cancel(token)
                }
                let text = form.first { $0.name == "to" }?.value
                guard let time = text.flatMap({ Date(rfc3339: $0) }) else { return try await desk.look(token) }
                return try await desk.move(token, to: time)
            }
        }
    }

    private func answer(_ work: () async throws -> SelfServiceDesk.Standing?) async -> Response {
        do {
            guard let standing = try await work() else {
                return html(.notFound, ["title": SelfServiceTexts.english.expired])
            }
            return html(.ok, values(standing))
        } catch {
            logger.error("an appointment's page could not be shown", error: error)
            return html(.serviceUnavailable, ["title": "Something on our side is away. Please try again in a minute."])
        }
    }

    private func values(_ standing: SelfServiceDesk.Standing) -> [String: Any] {
        let appointment = standing.appointment
        let texts = SelfServiceTexts(language: appointment.language)
        let speaker = TimeSpeaker(
            zone: TimeZone(identifier: appointment.timeZone) ?? .gmt, language: appointment.language, now: standing.now)
        let isOpen = appointment.status == .scheduled
        var notice: String?
        if appointment.status == .cancelled {
            notice = texts.isCancelled
        } else if standing.problem == .notFree {
            notice = texts.notFree
        } else if standing.problem == .over || !isOpen {
            notice = texts.isOver
        }
        let slots = standing.slots.filter { $0 != appointment.scheduledAt }.map { slot in
            ["value": slot.rfc3339, "text": speaker.moment(slot)]
        }
        var values: [String: Any] = [
            "language": appointment.language, "title": texts.title, "when": speaker.moment(appointment.scheduledAt),
            "zone": appointment.timeZone.replacing("_", with: " "), "with": "\(texts.with) \(standing.agentName)",
            "isOpen": isOpen, "move": texts.move, "cancel": texts.cancel,
            "slots": slots, "hasSlots": !slots.isEmpty, "noTimes": texts.noTimes,
        ]
        // A section over nothing would show it as a word.
        if let notice { values["notice"] = notice }
        return values
    }

    private func html(_ status: HTTPResponse.Status, _ values: [String: Any]) -> Response {
        Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
                .xContentTypeOptions: "nosniff", .referrerPolicy: "no-referrer",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: page.render(HTMLText.escaped(values as Any)))))
    }
}

extension HTTPField.Name {
    fileprivate static var referrerPolicy: HTTPField.Name { HTTPField.Name("Referrer-Policy") ?? .xContentTypeOptions }
}
