import Contracts
import Foundation
import ResendWebhooks
import Testing
import Twilio

@testable import WebhookIngest

/// What providers' reports come to.
@Suite struct ReceiptReadingTests {
    private static let now = Date(timeIntervalSince1970: 1_796_151_600)
    private static let delivery = "018f0000-0000-7000-8000-000000000001"
    private static let query = "delivery=\(delivery)&at=1796151000123"

    private static func twilio(
        _ status: String, query: String = query, _ fields: [(String, String)] = []
    ) throws -> ReceiptReading {
        let standard = [
            ("MessageSid", "SM1"), ("MessageStatus", status), ("To", "+15125550122"), ("From", "+15125550100"),
        ]
        let callback = try #require(TwilioCallback(fields + standard))
        return ReceiptReading(callback, query: query, now: now)
    }

    private static func resend(_ type: String, _ data: String = "") throws -> ReceiptReading {
        let body = """
            {"type": "\(type)", "created_at": "2026-11-30T10:00:00.250Z", "data": {"email_id": "em_1",
            "to": ["Bea Berlin <Bea@Example.com>"], "tags": {"delivery": "\(delivery)", "at": "1796151000123"}\(data)}}
            """
        return ReceiptReading(try ResendWebhookEvent(body: Array(body.utf8)), now: now)
    }

    @Test(arguments: [
        ("accepted", ReceiptStatus.accepted), ("scheduled", .accepted), ("queued", .accepted), ("sending", .accepted),
        ("sent", .sent), ("delivered", .delivered), ("partially_delivered", .delivered), ("READ", .read),
        ("undelivered", .failed), ("failed", .failed), ("canceled", .failed),
    ])
    func everyStatusOfTwilioIsOneOfOurs(text: String, status: ReceiptStatus) throws {
        let reading = try Self.twilio(text)
        #expect(reading.receipt?.status == status && reading.disposition == "applied")
        #expect(reading.receipt?.notificationID == NotificationID(Self.delivery))
        #expect(
            reading.receipt?.notificationTime == Date(timeIntervalSince1970: 1_796_151_000.123).roundedToMilliseconds)
        #expect(reading.receipt?.channel == .sms && reading.receipt?.providerMessageID == "SM1")
        #expect(reading.receipt?.occurredAt == Self.now && reading.receipt?.reason == nil)
    }

    @Test(arguments: ["teleported", "receiving", "received"])
    func whatSaysNothingIsIgnored(text: String) throws {
        #expect(try Self.twilio(text) == .ignored)
    }

    @Test(arguments: ["", "at=1796151000123", "delivery=", "delivery=17&at=1", "Delivery=\(delivery)"])
    func whoseMessageItIsMustBeSaid(query: String) throws {
        #expect(try Self.twilio("sent", query: query) == .unmatched)
    }

    @Test(arguments: ["", "&at=", "&at=soon", "&at=-1", "&at=99999999999999999", "&at=253402300800000"])
    func aTimeThatIsNoneIsLeftOut(at: String) throws {
        let receipt = try Self.twilio("sent", query: "delivery=\(Self.delivery)\(at)").receipt
        #expect(receipt != nil && receipt?.notificationTime == nil)
    }

    @Test(
        arguments: [
            (63024, "failed", "+15125550122"), (21610, "failed", "+15125550122"),
            (30005, "undelivered", "+15125550122"),
            (63016, "failed", nil), (30003, "undelivered", nil), (12345, "failed", nil), (30005, "sent", nil),
        ] as [(Int, String, String?)])
    func onlyWhatCanNeverWorkEndsAnAddress(code: Int, status: String, ended: String?) throws {
        let fields = [("ErrorCode", "\(code)"), ("From", "whatsapp:+15125550100"), ("To", "whatsapp:+15125550122")]
        let receipt = try #require(try Self.twilio(status, fields).receipt)
        #expect(receipt.channel == .whatsapp && receipt.errorCode == code && receipt.endedAddress == ended)
    }

    @Test func theChannelsOwnWordsComeFirst() throws {
        let own = try Self.twilio("failed", [("ErrorCode", "63016"), ("ChannelStatusMessage", "Re-engage\u{0}ment")])
        #expect(own.receipt?.reason == "Re-engagement")
        let ours = try Self.twilio("failed", [("ErrorCode", "63016")])
        #expect(ours.receipt?.reason == "more than 24 hours after the recipient's last message")
        let none = try Self.twilio("failed", [("ErrorCode", "12345")])
        #expect(none.receipt?.reason == nil)
    }

    @Test(arguments: [
        ("scheduled", ReceiptStatus.accepted), ("sent", .sent), ("delivery_delayed", .delayed),
        ("delivered", .delivered), ("failed", .failed), ("suppressed", .suppressed), ("bounced", .bounced),
        ("opened", .read), ("clicked", .read), ("complained", .complained),
    ])
    func everyKindOfResendIsOneOfOurs(kind: String, status: ReceiptStatus) throws {
        let receipt = try #require(try Self.resend("email.\(kind)").receipt)
        #expect(receipt.status == status && receipt.channel == .email && receipt.providerMessageID == "em_1")
        #expect(receipt.notificationTime == Date(timeIntervalSince1970: 1_796_151_000.123).roundedToMilliseconds)
        #expect(receipt.occurredAt == Date(timeIntervalSince1970: 1_796_032_800.25))
        let ends: [ReceiptStatus] = [.suppressed, .complained]
        #expect(receipt.endedAddress == (ends.contains(status) ? "bea@example.com" : nil))
    }

    @Test func onlyAPermanentBounceEndsAnAddress() throws {
        let bounce = #", "bounce": {"type": "Permanent", "message": "no such mailbox"}"#
        let receipt = try Self.resend("email.bounced", bounce).receipt
        #expect(receipt?.endedAddress == "bea@example.com" && receipt?.reason == "no such mailbox")
        let full = try Self.resend("email.bounced", #", "bounce": {"type": "Transient"}"#).receipt
        #expect(full?.status == .bounced && full?.endedAddress == nil)
    }

    @Test(arguments: ["email.received", "contact.created", "email.teleported"])
    func otherKindsAreIgnored(type: String) throws {
        #expect(try Self.resend(type) == .ignored)
    }

    @Test(arguments: ["{}", #"{"tags": {"delivery": "x"}, "email_id": "em_1"}"#])
    func othersMailsAreUnmatched(data: String) throws {
        let event = try ResendWebhookEvent(body: Array(#"{"type": "email.sent", "data": \#(data)}"#.utf8))
        #expect(ReceiptReading(event, now: Self.now) == .unmatched)
    }
}

/// What people write, as it is kept.
@Suite struct InboundMessageTests {
    private static func read(_ fields: [(String, String)]) -> InboundMessage? {
        TwilioInbound(fields).flatMap { InboundMessage($0, now: Date(timeIntervalSince1970: 1_796_151_600)) }
    }

    @Test func whatTheDatabaseDoesNotTakeIsTakenAway() throws {
        let sender = [("From", "whatsapp:+15125550122"), ("To", "whatsapp:+15125550100")]
        let message = try #require(
            Self.read(sender + [("MessageSid", "SM\u{0}1"), ("Body", "a\u{0}b"), ("NumMedia", "9999999999")]))
        #expect(message.id == "SM1" && message.body == "ab" && message.mediaCount == 100)
        #expect(message.channel == .whatsapp && message.wish == .none && !message.isAnswered)
        #expect(Self.read(sender + [("MessageSid", "\u{0}")]) == nil)
        #expect(Self.read([("MessageSid", "SM1"), ("From", "whatsapp:")]) == nil)
    }

    @Test(arguments: [
        ("STOP", MessageReceived.Wish.stop, true), ("BASTA", .stop, false), ("Abmelden bitte", .stop, false),
        ("start", .start, true), ("Hilfe", .help, false), ("HELP", .help, true),
        ("I will stop by at noon", MessageReceived.Wish.none, false),
    ])
    func whatIsWantedIsRead(body: String, wish: MessageReceived.Wish, isAnswered: Bool) throws {
        let message = try #require(Self.read([("MessageSid", "SM1"), ("From", "+15125550122"), ("Body", body)]))
        #expect(message.wish == wish && message.event.wish == wish && message.isAnswered == isAnswered)
    }

    @Test(arguments: ["Yes", "Cancel"]) func aPlainAnswerOnWhatsAppIsNoWish(body: String) throws {
        let fields = [("MessageSid", "SM1"), ("From", "whatsapp:+15125550122"), ("Body", body)]
        #expect(try #require(Self.read(fields)).wish == .none)
    }

    @Test func aButtonIsWhatItSays() throws {
        let fields = [("MessageSid", "SM1"), ("From", "whatsapp:+15125550122"), ("ButtonText", "Stop")]
        let message = try #require(Self.read(fields))
        #expect(message.body == "Stop" && message.wish == .stop && !message.isAnswered)
    }
}
