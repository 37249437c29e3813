import Crypto
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import ServiceKit
import ServiceLifecycle
import Synchronization

/// A service that speaks as much S3 as is needed, and checks each signature for itself, after AWS's description of
/// Signature Version 4.
final class FakeS3: Sendable {
    struct Object: Sendable {
        var bytes: [UInt8]
        var contentType: String?
    }

    struct State: Sendable {
        var objects: [String: Object] = [:]
        /// What the next requests are answered with instead, with their bodies.
        var failures: [(status: Int, body: String)] = []
        var requests: [String] = []
        /// Why signatures were refused.
        var complaints: [String] = []
    }

    static let keyID = "AKIDEXAMPLE"
    static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    let state = Mutex(State())

    /// Runs it for as long as the body takes.
    func run<R: Sendable>(_ body: @escaping @Sendable (_ endpoint: String) async throws -> R) async throws -> R {
        let router = Router()
        for method in [HTTPTypes.HTTPRequest.Method.get, .put, .head, .delete] {
            router.on("/**", method: method) { [self] request, _ in try await answer(request) }
        }
        let (ports, listening) = AsyncStream<Int>.makeStream()
        let server = httpServer(router: router, host: "127.0.0.1", port: 0, logger: Logger(label: "s3")) {
            listening.yield($0)
        }
        return try await withThrowingTaskGroup(of: R?.self) { group in
            group.addTask {
                try await server.run()
                return nil
            }
            group.addTask {
                var iterator = ports.makeAsyncIterator()
                guard let port = await iterator.next() else { return nil }
                return try await body("http://127.0.0.1:\(port)")
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let result = finished { return result }
            }
            throw CancellationError()
        }
    }

    private func answer(_ request: Request) async throws -> Response {
        let body = Array(buffer: try await request.body.collect(upTo: 64 << 20))
        let path = request.uri.path
        let failure: (status: Int, body: String)? = state.withLock { state in
            state.requests.append("\(request.method.rawValue) \(path)")
            return state.failures.isEmpty ? nil : state.failures.removeFirst()
        }
        if let failure { return Self.response(.init(code: failure.status), Array(failure.body.utf8)) }
        if let complaint = SignatureCheck(request, body).complaint {
            state.withLock { $0.complaints.append(complaint) }
            return Self.response(.forbidden, Array("<Error><Code>SignatureDoesNotMatch</Code></Error>".utf8))
        }
        switch request.method {
        case .put:
            let object = Object(bytes: body, contentType: request.headers[.contentType])
            state.withLock { $0.objects[path] = object }
            return Self.response(.ok)
        case .delete:
            state.withLock { _ = $0.objects.removeValue(forKey: path) }
            return Self.response(.noContent)
        default: return read(request, path)
        }
    }

    private func read(_ request: Request, _ path: String) -> Response {
        guard let object = state.withLock({ $0.objects[path] }) else {
            return Self.response(.notFound, Array("<Error><Code>NoSuchKey</Code></Error>".utf8))
        }
        var headers: HTTPFields = [.contentType: object.contentType ?? "binary/octet-stream"]
        guard let range = request.headers[.range] else {
            headers[.contentLength] = "\(object.bytes.count)"
            return Response(status: .ok, headers: headers)
        }
        let numbers = range.drop { !$0.isNumber }.split(separator: "-").compactMap { Int($0) }
        guard numbers.count == 2, numbers[0] < object.bytes.count else {
            return Self.response(.rangeNotSatisfiable, Array("<Error><Code>InvalidRange</Code></Error>".utf8))
        }
        let part = object.bytes[numbers[0]...min(numbers[1], object.bytes.count - 1)]
        return Response(
            status: .partialContent, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: part)))
    }

    private static func response(_ status: HTTPResponse.Status, _ body: [UInt8] = []) -> Response {
        Response(status: status, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
    }
}

/// A signature worked out anew from the request, step by step.
private struct SignatureCheck {
    private(set) var complaint: String?

    init(_ request: Request, _ body: [UInt8]) {
        func header(_ name: String) -> String? {
            name == "host" ? request.head.authority : HTTPField.Name(name).flatMap { request.headers[$0] }
        }
        let payload = Self.hex(SHA256.hash(data: body))
        guard let authorization = header("authorization"), let time = header("x-amz-date") else {
            complaint = "it is not signed"
            return
        }
        guard header("x-amz-content-sha256") == payload else {
            complaint = "the hash of the body is another"
            return
        }
        var fields: [String: String] = [:]
        for part in authorization.dropFirst("AWS4-HMAC-SHA256 ".count).split(separator: ",") {
            let pair = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            if pair.count == 2 { fields[pair[0]] = pair[1] }
        }
        let scope = fields["Credential", default: ""].split(separator: "/").map(String.init)
        let signed = fields["SignedHeaders", default: ""].split(separator: ";").map(String.init)
        guard scope.count == 5, scope[0] == FakeS3.keyID, scope[2] == "eu-central-1", scope[3] == "s3" else {
            complaint = "the scope is another: \(scope)"
            return
        }
        guard ["host", "x-amz-content-sha256", "x-amz-date"].allSatisfy(signed.contains), signed == signed.sorted()
        else {
            complaint = "these headers are signed: \(signed)"
            return
        }
        let lines = signed.map { "\($0):\(header($0) ?? "")\n" }.joined()
        let canonical = [
            request.method.rawValue, request.uri.path, request.uri.query ?? "", lines, signed.joined(separator: ";"),
            payload,
        ].joined(separator: "\n")
        let text = [
            "AWS4-HMAC-SHA256", time, scope[1...].joined(separator: "/"),
            Self.hex(SHA256.hash(data: Array(canonical.utf8))),
        ].joined(separator: "\n")
        var key = Array("AWS4\(FakeS3.secret)".utf8)
        for part in scope[1...] + [text] {
            key = Array(HMAC<SHA256>.authenticationCode(for: Array(part.utf8), using: SymmetricKey(data: key)))
        }
        if Self.hex(key) != fields["Signature"] { complaint = "the signature is another, for:\n\(canonical)" }
    }

    private static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }
}
