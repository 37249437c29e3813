internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Knows the connection, so that it can be dropped.
struct SandboxContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
        channel = source.channel
    }

    /// Sends the answer, or ends the connection without one.
    func respond(_ answer: Answer) async throws -> Response {
        guard !answer.isDropped else {
            try await channel.close()
            return Response(status: .serviceUnavailable)
        }
        var headers: HTTPFields = [.contentType: answer.contentType]
        for (name, value) in answer.headers {
            if let name = HTTPField.Name(name) { headers[name] = value }
        }
        return Response(
            status: HTTPResponse.Status(code: answer.status), headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
    }
}

extension Request {
    func header(_ name: String) -> String? {
        HTTPField.Name(name).flatMap { headers[$0] }
    }

    func query(_ name: String) -> String? {
        uri.queryParameters[Substring(name)].map(String.init).flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The body, or nil when it is larger than that.
    func bytes(upTo limit: Int) async throws -> [UInt8]? {
        do {
            return Array(buffer: try await body.collect(upTo: limit))
        } catch let error as HTTPError where error.status == .contentTooLarge {
            return nil
        }
    }
}
