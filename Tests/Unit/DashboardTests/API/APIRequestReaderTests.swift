import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import LenientJSON
import NIOCore
import Testing

@testable import Dashboard

@Suite struct APIRequestReaderTests {
    private let operation = APIOperation("test", .post, "/things/{id}", tag: "Things", "Test", content: .none) { _ in
        Response(status: .noContent)
    }
    .query(
        [
            APIParameter("status", JSONSchema(.string, choices: ["a", "b"]), isRepeated: true),
            APIParameter("from", JSONSchema(.string, format: .date), isRequired: true),
        ] + APIParameter.pages
    )
    .headers([.idempotencyKey])
    .body(JSONSchema("Thing", "A thing.", members: [.required("name", JSONSchema(.string, length: 1...5))]))

    private func request(
        _ path: String = "/api/v1/things/1", _ headers: HTTPFields = [:], body: String = ""
    ) -> Request {
        Request(
            head: HTTPRequest(method: .post, scheme: nil, authority: nil, path: path, headerFields: headers),
            body: RequestBody(buffer: ByteBuffer(string: body)))
    }

    /// The status, and what is wrong where.
    private func problem(_ body: () async throws -> Void) async -> (Int, [APIProblem.Part])? {
        do {
            try await body()
            return nil
        } catch let problem as APIProblem {
            return (Int(problem.status.code), problem.parts)
        } catch {
            return (0, [])
        }
    }

    @Test func parametersAreAsDescribed() throws {
        let reader = APIRequestReader(operation: operation)
        let query = try reader.query(request("/x?status=a&status=b&from=2026-11-29&limit=200&cursor=abc"))
        #expect(query["from"] == "2026-11-29" && query["limit"] == "200")
    }

    @Test func whatIsWrongWithParametersIsSaidAtOnce() async {
        let reader = APIRequestReader(operation: operation)
        let found = await problem {
            _ = try reader.query(request("/x?status=c&limit=0&limit=1&what=1&cursor="))
        }
        #expect(found?.0 == 400)
        #expect(
            found?.1 == [
                .init(place: .parameter("status"), detail: "must be one of a, b"),
                .init(place: .parameter("limit"), detail: "must be from 1 to 200"),
                .init(place: .parameter("what"), detail: "is not known here"),
                .init(place: .parameter("cursor"), detail: "must have from 1 to 100 characters"),
                .init(place: .parameter("from"), detail: "is missing"),
                .init(place: .parameter("limit"), detail: "is there too often"),
            ])
    }

    @Test func aBodyIsReadWhenItIsJSON() async throws {
        let reader = APIRequestReader(operation: operation)
        for type in ["application/json", "Application/JSON; charset=utf-8"] {
            let body = try await reader.body(request("/x", [.contentType: type], body: #"{"name": "Rosa"}"#))
            #expect(body?["name"]?.string == "Rosa")
        }
    }

    @Test func otherBodiesAreRefused() async {
        let reader = APIRequestReader(operation: operation)
        let json: HTTPFields = [.contentType: "application/json"]
        let cases: [(Int, HTTPFields, String)] = [
            (415, [:], "{}"), (415, [.contentType: "text/plain"], "{}"),
            (415, [.contentType: "application/x-www-form-urlencoded"], "name=Rosa"), (400, json, "{"), (400, json, ""),
            (422, json, "{}"), (422, json, #"{"name": "Rosa", "x": 1}"#),
            (413, json, "\"" + String(repeating: "x", count: APICall.largestBody) + "\""),
        ]
        for (status, headers, text) in cases {
            let found = await problem { _ = try await reader.body(request("/x", headers, body: text)) }
            #expect(found?.0 == status, "\(headers) \(text.prefix(40))")
        }
        let unknown = await problem {
            _ = try await reader.body(request("/x", json, body: #"{"name": "Rosa", "x": 1}"#))
        }
        #expect(unknown?.1 == [.init(place: .pointer("#/x"), detail: "is not known here")])
    }

    @Test func aBodyThatIsNoJSONIsLeftToItsReader() async throws {
        var upload = operation.rawBody(["text/csv"], "A table.")
        upload.body = nil
        let reader = APIRequestReader(operation: upload)
        let body = try await reader.body(request("/x", [.contentType: "text/csv; charset=utf-8"], body: "a,b"))
        #expect(body == nil)
        let found = await problem {
            _ = try await reader.body(request("/x", [.contentType: "application/json"], body: "{}"))
        }
        #expect(found?.0 == 415)
    }

    @Test func keysHaveALength() async {
        let reader = APIRequestReader(operation: operation)
        let long = String(repeating: "k", count: 256)
        let found = await problem { try reader.checkHeaders(request("/x", [.named("Idempotency-Key"): long])) }
        #expect(found?.0 == 400 && found?.1.first?.place == .header("Idempotency-Key"))
    }

    @Test func nothingIsEmptiedByABodyThatIsNotThere() {
        var put = operation
        put.method = .put
        put.body = JSONSchema("Rules", "Rules.", members: [.optional("x", JSONSchema(.integer))])
        #expect(put.needsBody)
        put.method = .post
        #expect(!put.needsBody && operation.needsBody)
    }
}
