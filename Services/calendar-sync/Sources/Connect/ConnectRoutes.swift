internal import Foundation
internal import HTMLText
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Mustache
internal import NIOCore

/// `GET /api/calendar/connect` and `/api/calendar/callback`, for the agent's browser.
struct ConnectRoutes: Sendable {
    /// Only for the way to Google and back.
    private static let cookie = "thavon_calendar"

    let desk: ConnectDesk
    let page: MustacheTemplate
    /// Whether the browser may send the cookie over a connection that is not encrypted: in development.
    let isSecure: Bool
    let logger: Logger

    init(desk: ConnectDesk, isSecure: Bool, logger: Logger) throws {
        self.desk = desk
        self.isSecure = isSecure
        self.logger = logger
        page = try MustacheTemplate(string: String(decoding: PackageResources.page_html_mustache, as: UTF8.self))
    }

    func add(to router: Router<some RequestContext>) {
        router.get("/api/calendar/connect") { request, _ in
            await answer { try await desk.begin(token: request.uri.queryParameters["token"].map(String.init) ?? "") }
        }
        router.get("/api/calendar/callback") { request, _ in
            let query = request.uri.queryParameters
            return await answer {
                try await desk.finish(
                    state: query["state"].map(String.init), code: query["code"].map(String.init),
                    error: query["error"].map(String.init), binding: request.cookies[Self.cookie]?.value)
            }
        }
    }

    private func answer(_ work: () async throws -> ConnectDesk.Page) async -> Response {
        do {
            return response(try await work())
        } catch {
            logger.error("a calendar could not be connected", error: error)
            return html(
                .serviceUnavailable, "Not right now", "Something on our side is away. Try again in a minute.")
        }
    }

    private func response(_ answer: ConnectDesk.Page) -> Response {
        switch answer {
        case .redirect(let url, let binding):
            var headers: HTTPFields = [.location: url, .cacheControl: "no-store"]
            headers[.setCookie] =
                "\(Self.cookie)=\(binding); Path=/api/calendar; Max-Age=600; HttpOnly; SameSite=Lax"
                + (isSecure ? "; Secure" : "")
            return Response(status: .found, headers: headers)
        case .connected(let account):
            return html(
                .ok, "Your calendar is connected",
                "\(account ?? "It") now shows when you are busy, and appointments are written to it. "
                    + "You can close this page.")
        case .declined:
            return html(.ok, "Not connected", "Nothing was changed. The link can be asked for again at any time.")
        case .refused(let words):
            return html(.badRequest, "Not connected", words)
        }
    }

    private func html(_ status: HTTPResponse.Status, _ title: String, _ text: String) -> Response {
        let values: [String: Any] = ["title": title, "text": text]
        let body = page.render(HTMLText.escaped(values as Any))
        return Response(
            status: status,
            headers: [
                .contentType: "text/html; charset=utf-8", .cacheControl: "no-store",
                .contentSecurityPolicy:
                    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
                .xContentTypeOptions: "nosniff",
            ], body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}
