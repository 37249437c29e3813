import Foundation
import LenientJSON
import TestSupport
import Testing

@testable import Twilio

@Suite struct TwilioLookupTests {
    static let start = Date(timeIntervalSince1970: 1_790_000_000)

    static func record(_ sid: String, _ changes: (inout TwilioRecord) -> Void = { _ in }) throws -> TwilioRecord {
        let json = """
            {"sid":"\(sid)","to":"+15125550122","direction":"outbound-api","from":"+15125550100","body":"Grüße + mehr "}
            """
        var record = try #require(TwilioRecord(try JSONDocument(parsing: Array(json.utf8)).root))
        record.createdAt = start.addingTimeInterval(2)
        changes(&record)
        return record
    }

    static func lookup(_ records: [TwilioRecord], known: Set<String> = []) throws -> TwilioLookup {
        try TwilioLookup(
            of: TwilioMessageTests.sms().frozen(), sentAfter: start, among: records, known: known)
    }

    @Test func itsOwnMessageIsFound() throws {
        let own = try Self.record("SM1")
        let others = [
            try Self.record("SM2") { $0.body = "another" }, try Self.record("SM3") { $0.isOutbound = false },
            try Self.record("SM4") { $0.createdAt = Self.start.addingTimeInterval(-31) },
            try Self.record("SM5") { $0.from = "+15125550101" }, try Self.record("SM6") { $0.to = "+15125550123" },
        ]
        #expect(try Self.lookup(others + [own]) == .found(own))
        #expect(try Self.lookup(others) == .absent)
        #expect(try Self.lookup([own], known: ["SM1"]) == .absent)
        let twin = try Self.record("SM7")
        #expect(try Self.lookup([own, twin]) == .ambiguous([own, twin]))
    }

    @Test func aTemplateIsFoundByItsService() throws {
        let payload = try TwilioMessageTests.whatsApp().frozen()
        let own = try Self.record("SM1") {
            $0.to = "whatsapp:+15125550122"
            $0.from = nil
            $0.messagingServiceSID = TwilioMessageTests.service
            $0.body = nil
        }
        let bySMS = try Self.record("SM2") { $0.messagingServiceSID = TwilioMessageTests.service }
        let elsewhere = try Self.record("SM3") { $0.to = "whatsapp:+15125550122" }
        let lookup = TwilioLookup(of: payload, sentAfter: Self.start, among: [bySMS, elsewhere, own])
        #expect(lookup == .found(own))
    }

    @Test func datesAreThoseOfMail() {
        #expect(TwilioRecord.date("Fri, 24 May 2019 17:44:50 +0000")?.timeIntervalSince1970 == 1_558_719_890)
        #expect(TwilioRecord.date("Wed, 01 Jan 2020 00:00:00 +0000")?.timeIntervalSince1970 == 1_577_836_800)
        for text in ["", "2019-05-24", "Fri, 24 Mai 2019 17:44:50 +0000", "Fri, 24 May 2019 17:44:50 +0200"] {
            #expect(TwilioRecord.date(text) == nil)
        }
    }
}
