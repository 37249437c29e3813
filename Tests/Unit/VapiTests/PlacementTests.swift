import Testing

@testable import Vapi

@Suite struct PlacementTests {
    static func read(_ status: Int, _ body: String, retryAfter: String? = nil) -> Placement {
        PlacementAnswer.read(status: status, retryAfter: retryAfter, body: Array(body.utf8))
    }

    @Test func aCreatedCallIsPlaced() {
        #expect(Self.read(201, #"{"id":"c-1","status":"queued"}"#) == .placed(callID: "c-1"))
    }

    @Test(arguments: ["{}", "<html>", #"{"id":""}"#])
    func aCallWithoutAnIDIsUncertain(body: String) {
        #expect(Self.read(201, body) == .uncertain(reason: "an answer without a call's id"))
    }

    @Test func limitsPass() {
        #expect(
            Self.read(400, #"{"message":"Over Concurrency Limit","statusCode":400}"#)
                == .busy(reason: "400 Over Concurrency Limit", retryAfter: .seconds(10)))
        let daily = #"{"message":"Numbers Bought On Vapi Have A Daily Outbound Call Limit."}"#
        #expect(
            Self.read(400, daily)
                == .misconfigured(reason: "400 Numbers Bought On Vapi Have A Daily Outbound Call Limit."))
        #expect(Self.read(429, "", retryAfter: "7") == .busy(reason: "429", retryAfter: .seconds(7)))
        #expect(Self.read(429, "", retryAfter: "-1") == .busy(reason: "429", retryAfter: .seconds(5)))
        #expect(Self.read(429, "", retryAfter: "1e300") == .busy(reason: "429", retryAfter: .seconds(3600)))
    }

    @Test func aRequestThatIsWrongIsRefused() {
        let body = #"{"message":["customer.number must be a valid phone number","x"],"error":"Bad Request"}"#
        #expect(Self.read(400, body) == .refused(reason: "400 customer.number must be a valid phone number; x"))
    }

    /// The called person has nothing to do with it: the call is made when it has been put right.
    @Test(arguments: [
        (404, #"{"message":"Couldn't Get Phone Number. `phoneNumberId` p Does Not Exist."}"#), (404, "{}"),
        (400, #"{"message":"Couldn't Get Assistant. `assistantId` a Does Not Exist."}"#),
    ])
    func whatIsOursIsNotTheirs(status: Int, body: String) {
        guard case .misconfigured = Self.read(status, body) else {
            Issue.record("\(Self.read(status, body))")
            return
        }
    }

    @Test(arguments: [401, 402, 403])
    func theKeyOrTheMoneyClosesTheAccount(status: Int) {
        #expect(Self.read(status, "{}") == .closed(reason: "\(status)"))
    }

    @Test(arguments: [408, 500, 502, 503, 504, 520])
    func whatMayHaveBeenProcessedIsUncertain(status: Int) {
        #expect(Self.read(status, "<html>") == .uncertain(reason: "\(status)"))
    }

    @Test func aNameIsCutToWhatVapiTakes() throws {
        let name = String(repeating: "👩‍🌾", count: 30)
        let request = PlaceCallRequest(
            assistantID: "a", phoneNumberID: "p", number: "+15125550122", name: name, externalID: "l",
            overrides: .init(metadata: [:], variableValues: [:]))
        #expect(request.customer.name?.utf16.count == 40)
        let nobody = PlaceCallRequest(
            assistantID: "a", phoneNumberID: "p", number: "+15125550122", name: "{} ", externalID: "l",
            overrides: .init(metadata: [:], variableValues: [:]))
        #expect(nobody.customer.name == nil)
    }
}
