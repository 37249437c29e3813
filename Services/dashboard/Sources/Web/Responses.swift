internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Response {
    static func html(_ page: HTML, status: HTTPResponse.Status = .ok) -> Response {
        Response(
            status: status, headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: page.text)))
    }

    /// After a form: the browser asks for the page anew, and loading that again sends nothing again (RFC 9110 §15.4.4).
    static func seeOther(_ place: String, cookies: [Cookie] = []) -> Response {
        var response = Response(status: .seeOther, headers: [.location: place, .cacheControl: "no-store"])
        for cookie in cookies { response.setCookie(cookie) }
        return response
    }
}
