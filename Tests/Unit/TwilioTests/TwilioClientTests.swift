import Foundation
import LenientJSON
import OutboundHTTP
import Synchronization
import TestSupport
import Testing

@testable import Twilio

@Suite struct TwilioClientTests {
    static let requests = TwilioRequests(
        baseURL: "https://api.twilio.com", accountSID: "AC1", user: "SK1", password: "secret")

    /// Answers in order, and keeps what was asked.
    final class Script: Sendable {
        private let answers: Mutex<[Result<HTTPResponse, HTTPClientError>]>
        let asked = Mutex<[HTTPRequest]>([])

        init(_ answers: [Result<HTTPResponse, HTTPClientError>]) { self.answers = Mutex(answers) }

        var client: TwilioClient {
            TwilioClient(requests: TwilioClientTests.requests) { request throws(HTTPClientError) in
                self.asked.withLock { $0.append(request) }
                let answer = self.answers.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                return try (answer ?? .success(HTTPResponse(status: 500))).get()
            }
        }

        var urls: [String] { asked.withLock { $0.map(\.url) } }
    }

    static func answer(_ body: String, status: Int = 200) -> Result<HTTPResponse, HTTPClientError> {
        .success(HTTPResponse(status: status, body: Array(body.utf8)))
    }

    static func failure(_ code: HTTPClientError.Code, maybeProcessed: Bool) -> Result<HTTPResponse, HTTPClientError> {
        .failure(HTTPClientError(code, operation: "POST x", requestMayHaveBeenProcessed: maybeProcessed))
    }

    static func record(_ sid: String) -> String {
        #"{"sid":"\#(sid)","to":"+15125550122","direction":"outbound-api","status":"sent"}"#
    }

    @Test func aMessageIsPostedAsAForm() async throws {
        let script = Script([Self.answer(#"{"sid":"SM1","status":"queued"}"#, status: 201)])
        #expect(await script.client.send(TwilioMessageTests.sms()) == .accepted(sid: "SM1", status: .queued))
        let request = try #require(script.asked.withLock { $0.first })
        #expect(request.method == .post)
        #expect(request.url == "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json")
        #expect(request.headers["content-type"] == "application/x-www-form-urlencoded; charset=utf-8")
        // "SK1:secret"
        #expect(request.headers["authorization"] == "Basic U0sxOnNlY3JldA==")
        #expect(request.body == (try TwilioMessageTests.sms().frozen()))
        #expect(!request.isIdempotent && request.timeouts.total >= .seconds(30))
    }

    @Test(arguments: [408, 429, 500, 503]) func nothingIsSentTwice(status: Int) async {
        let script = Script([Self.answer("", status: status)])
        _ = await script.client.send(TwilioMessageTests.sms())
        #expect(script.urls.count == 1)
    }

    @Test func whatWasNotReachedWasNotProcessed() async {
        let sms = TwilioMessageTests.sms()
        let unreached = Script([Self.failure(.connect, maybeProcessed: false)])
        #expect(await unreached.client.send(sms) == .unreachable(reason: "Twilio was not reached: connect"))
        let late = Script([Self.failure(.timeout, maybeProcessed: true)])
        #expect(await late.client.send(sms) == .uncertain(reason: "no answer from Twilio: timeout"))
        #expect(unreached.urls.count == 1 && late.urls.count == 1)
    }

    @Test func whatTwilioWouldRefuseIsNotSent() async {
        let script = Script([])
        var message = TwilioMessageTests.sms()
        message.to = "911"
        let outcome = await script.client.send(message)
        #expect(
            outcome == .refused(code: nil, reason: "the recipient is no number like +15125550122", class: .other))
        #expect(script.urls.isEmpty)
    }

    @Test func allPagesAreRead() async throws {
        let next = "/2010-04-01/Accounts/AC1/Messages.json?To=%2B15125550122&Page=1&PageToken=PA1"
        let script = Script([
            Self.answer(#"{"messages":[\#(Self.record("SM3"))],"next_page_uri":"\#(next)"}"#),
            Self.answer(#"{"messages":[\#(Self.record("SM2"))],"next_page_uri":"\#(next)"}"#),
            Self.answer(#"{"messages":[\#(Self.record("SM1")),\#(Self.record("SM2"))],"next_page_uri":null}"#),
        ])
        // Ten seconds into a day in GMT: by Twilio's clock it may have been the day before.
        let start = try Date("2026-08-20T00:00:10Z", strategy: .iso8601)
        let found = try await script.client.find(to: "whatsapp:+15125550122", sentAfter: start)
        #expect(found.map(\.sid) == ["SM3", "SM2", "SM1"])
        let list = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages.json?To=whatsapp%3A%2B15125550122"
        #expect(
            script.urls == [
                list + "&PageSize=100", list + "&DateSent%3E=2026-08-19&PageSize=100",
                "https://api.twilio.com\(next)",
            ])
    }

    @Test(arguments: [
        "https://elsewhere.example/x", "@elsewhere.example/", "//x", "/2010-04-01/Accounts/AC2/Messages.json",
    ])
    func credentialsGoNowhereElse(link: String) async {
        let page = Self.answer(#"{"messages":[],"next_page_uri":"\#(link)"}"#)
        let script = Script([page, page])
        await #expect(throws: TwilioFailure.self) { try await script.client.find(to: "+1", sentAfter: .now) }
        #expect(script.urls.count == 2)
    }

    @Test func aListWithoutEndIsNoAnswer() async {
        let next = "/2010-04-01/Accounts/AC1/Messages.json?Page=1"
        let page = Self.answer(#"{"messages":[],"next_page_uri":"\#(next)"}"#)
        let script = Script(Array(repeating: page, count: 100))
        await #expect(throws: TwilioFailure.self) { try await script.client.find(to: "+1", sentAfter: .now) }
        #expect(script.urls.count == TwilioClient.pageLimit + 1)
    }

    @Test(arguments: [("{}", 200), ("<html>", 200), ("{}", 404), ("{}", 401), ("{}", 500)])
    func nothingIsConcludedFromWhatIsNoList(body: String, status: Int) async {
        let script = Script([Self.answer(body, status: status)])
        await #expect(throws: TwilioFailure.self) { try await script.client.find(to: "+1", sentAfter: .now) }
    }

    @Test func aMessageIsLookedUp() async throws {
        let script = Script([
            Self.answer(#"{"sid":"SM1","direction":"outbound-api","status":"failed","error_code":63016}"#),
            Self.answer("{}", status: 404), Self.answer(#"{"message":"Authenticate"}"#, status: 401),
        ])
        let record = try #require(try await script.client.message("SM1"))
        #expect(record.status == .failed && record.errorClass == .outsideWindow)
        #expect(try await script.client.message("../x") == nil)
        #expect(script.urls.last == "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/..%2Fx.json")
        let error = await #expect(throws: TwilioFailure.self) { try await script.client.message("SM1") }
        #expect(error == TwilioFailure(status: 401, reason: "401: Authenticate") && error?.isUnauthorized == true)
    }

    @Test(.needsSharedMaterial) func theFiltersAreTwilios() throws {
        let known = try TwilioDescription.filters()
        let request = Self.requests.list(to: "+15125550122", sentAfter: .now)
        let query = try #require(request.url.split(separator: "?").last)
        let names = TwilioForm.fields(of: query.utf8).map(\.0)
        #expect(names == ["To", "DateSent>", "PageSize"])
        #expect(Set(names).isSubset(of: known))
    }

    @Test(.needsSharedMaterial) func theDescribedAnswersAreRead() throws {
        let records = try TwilioDescription.listExamples().flatMap { data in
            try JSONDocument(parsing: Array(data)).root["messages"]?.elements.map { TwilioRecord($0) } ?? []
        }
        #expect(records.count >= 2)
        for record in records {
            #expect(record?.status != nil && record?.createdAt != nil && record?.messagingServiceSID != nil)
        }
        #expect(records.contains { $0?.isOutbound == false } && records.contains { $0?.isOutbound == true })
    }
}
