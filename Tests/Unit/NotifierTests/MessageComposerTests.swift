import Contracts
import Foundation
import Notices
import Testing
import Twilio

@testable import Notifier

@Suite struct MessageComposerTests {
    static let english = "HX" + String(repeating: "0a", count: 16)
    static let service = "MG" + String(repeating: "1B", count: 16)
    static let now = Date(timeIntervalSince1970: 1_790_000_000.25)

    static func composer(
        _ senders: [TwilioMessage.Channel: TwilioMessage.Sender] = [
            .whatsapp: .number("+15125550100"), .sms: .number("+15125550101"),
        ]
    ) throws -> MessageComposer {
        MessageComposer(
            account: MessageAccount(
                senders: senders, templates: try ContentTemplates(json: #"{"call.missed":{"en":"\#(english)"}}"#),
                statusCallback: "https://x.example/status"))
    }

    static func message(
        _ channel: NotificationChannel, _ change: (inout ClaimedMessage) -> Void = { _ in }
    ) -> ClaimedMessage {
        var message = ClaimedMessage(
            id: .new(), eventTime: now, agencyID: .new(), channel: channel, address: "+15125550122",
            kindText: "call.missed", language: "en",
            wording: ShortWording(text: "Missed: Zoë & Co.", variables: ["1": "Zoë\n Quinn", "2": "–"]), leaseToken: 1,
            attempts: 0)
        change(&message)
        return message
    }

    static func fields(_ message: ClaimedMessage, _ composer: MessageComposer? = nil) throws -> [String: String] {
        let payload = try (composer ?? Self.composer()).payload(for: message, now: Self.now)
        return Dictionary(uniqueKeysWithValues: TwilioForm.fields(of: payload))
    }

    static func callback(_ message: ClaimedMessage) -> String {
        "https://x.example/status?delivery=\(message.id)&at=1790000000250#rc=5&rp=all"
    }

    /// Why it cannot be sent; nil when it can.
    static func problem(_ message: ClaimedMessage, _ composer: MessageComposer? = nil) throws -> String? {
        let composer = try composer ?? Self.composer()
        do throws(MessageComposer.Impossible) {
            _ = try composer.payload(for: message, now: Self.now)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func anSMSIsItsText() throws {
        let message = Self.message(.sms)
        #expect(
            try Self.fields(message) == [
                "To": "+15125550122", "From": "+15125550101", "Body": "Missed: Zoë & Co.",
                "StatusCallback": Self.callback(message), "ValidityPeriod": "14400",
            ])
    }

    @Test func withinItsWindowWhatsAppTakesFreeText() throws {
        let message = Self.message(.whatsapp) { $0.isWindowOpen = true }
        #expect(
            try Self.fields(message) == [
                "To": "whatsapp:+15125550122", "From": "whatsapp:+15125550100", "Body": "Missed: Zoë & Co.",
                "StatusCallback": Self.callback(message),
            ])
    }

    @Test(arguments: ["en", "en-GB", "EN_us"]) func outsideItIsATemplate(language: String) throws {
        let message = Self.message(.whatsapp) { $0.language = language }
        #expect(
            try Self.fields(message) == [
                "To": "whatsapp:+15125550122", "From": "whatsapp:+15125550100", "ContentSid": Self.english,
                "ContentVariables": #"{"1":"Zoë Quinn","2":"–"}"#, "StatusCallback": Self.callback(message),
            ])
    }

    /// No longer than it is of use, and long enough for Twilio to get it out at all.
    @Test(arguments: [(14_400.5, "14400"), (14_399.9, "14399"), (61, "61"), (59.9, "60"), (-5, "60")])
    func anSMSWaitsNoLongerThanItIsOfUse(left: Double, validity: String) throws {
        let message = Self.message(.sms) { $0.expiresAt = Self.now + left }
        #expect(try Self.fields(message)["ValidityPeriod"] == validity)
        let other = Self.message(.whatsapp) { $0.expiresAt = Self.now + left }
        #expect(try Self.fields(other)["ValidityPeriod"] == nil)
    }

    @Test(arguments: [NotificationChannel.sms, .whatsapp]) func whatIsTooOldIsNotSent(channel: NotificationChannel)
        throws
    {
        let reason = "it could not be sent in time"
        #expect(try Self.problem(Self.message(channel) { $0.isTooOld = true }) == reason)
        // Nor repeated, and nothing else is the reason.
        let tried = Self.message(channel) {
            $0.isTooOld = true
            $0.payload = [1]
            $0.suppressed = .stop
        }
        #expect(try Self.problem(tried) == reason)
    }

    @Test func aServiceChoosesTheSender() throws {
        let composer = try Self.composer([.sms: .service(sid: Self.service)])
        let fields = try Self.fields(Self.message(.sms), composer)
        #expect(fields["MessagingServiceSid"] == Self.service && fields["From"] == nil)
    }

    /// Whatever has changed since it left for the first time: a look-up compares what was sent.
    @Test func whatHasLeftIsRepeatedAsItWas() throws {
        let message = Self.message(.whatsapp) {
            $0.payload = [1, 2, 3]
            $0.wording = nil
            $0.language = "xx"
        }
        #expect(try Self.composer([:]).payload(for: message, now: Self.now) == [1, 2, 3])
        let fresh = Self.message(.whatsapp)
        #expect(
            try Self.composer().payload(for: fresh, now: Self.now) == Self.composer().payload(for: fresh, now: Self.now)
        )
    }

    @Test func whoWantsNothingGetsNothing() throws {
        let stopped: (inout ClaimedMessage) -> Void = {
            $0.suppressed = .stop
            $0.payload = [1]
        }
        #expect(try Self.problem(Self.message(.sms, stopped)) == "the recipient has said STOP")
        let invalid = Self.message(.whatsapp) { $0.suppressed = .invalid }
        #expect(try Self.problem(invalid) == "the number is not on WhatsApp")
        // That it was heard is said all the same.
        let confirmation = Self.message(.sms) {
            stopped(&$0)
            $0.kindText = "lead.opted_out_confirmation"
        }
        #expect(try Self.problem(confirmation) == nil)
    }

    @Test func whatCannotBeSentSaysWhy() throws {
        let spanish = Self.message(.whatsapp) { $0.language = "es-MX" }
        #expect(try Self.problem(spanish) == "there is no approved WhatsApp template for call.missed in es-MX")
        let other = Self.message(.whatsapp) { $0.kindText = "call.lost" }
        #expect(try Self.problem(other) == "there is no approved WhatsApp template for call.lost in en")
        #expect(try Self.problem(Self.message(.sms) { $0.wording = nil }) == "it has no words")
        let onlySMS = try Self.composer([.sms: .number("+15125550101")])
        #expect(try Self.problem(Self.message(.whatsapp), onlySMS) == "there is no number to send from by whatsapp")
        #expect(try Self.problem(Self.message(.email)) == "there is no number to send from by email")
        let nowhere = Self.message(.sms) { $0.address = "5550122" }
        #expect(try Self.problem(nowhere) == "the recipient is no number like +15125550122")
    }
}
