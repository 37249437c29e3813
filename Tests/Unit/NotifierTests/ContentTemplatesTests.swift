import Contracts
import Notices
import ServiceKit
import Testing
import Twilio

@testable import Notifier

@Suite struct ContentTemplatesTests {
    static let (one, two) = ("HX" + String(repeating: "0a", count: 16), "HX" + String(repeating: "B1", count: 16))

    @Test func theLanguageIsFoundWhateverTheRegion() throws {
        let templates = try ContentTemplates(json: #"{"call.missed":{"pt":"\#(Self.one)","PT-br":"\#(Self.two)"}}"#)
        #expect(templates.sid(.callMissed, in: "pt") == Self.one)
        #expect(templates.sid(.callMissed, in: "pt-PT") == Self.one)
        #expect(templates.sid(.callMissed, in: "pt-BR") == Self.two)
        #expect(templates.sid(.callMissed, in: "en") == nil && templates.sid(.callMissed, in: "") == nil)
        #expect(templates.sid(.callCompleted, in: "pt") == nil)
        #expect(ContentTemplates().sid(.callMissed, in: "en") == nil)
        #expect(try ContentTemplates(json: "{}") == ContentTemplates())
    }

    /// As WhatsApp names its languages.
    @Test func anUnderscoreWillDo() throws {
        let templates = try ContentTemplates(json: #"{"call.missed":{"pt_BR":"\#(Self.two)"}}"#)
        #expect(
            templates.sid(.callMissed, in: "pt-BR") == Self.two && templates.sid(.callMissed, in: "pt_br") == Self.two)
        #expect(templates.sid(.callMissed, in: "pt-PT") == nil)
    }

    @Test(arguments: [
        ("nonsense", "must be a JSON object like {\"call.completed\": {\"en\": \"HX…\"}}"),
        ("[]", "must be a JSON object like"),
        (#"{"call.lost":{}}"#, "knows no \"call.lost\"; there are call.completed, "),
        (#"{"call.missed":"HX"}"#, "call.missed must be an object of languages"),
        (#"{"call.missed":{"en":5}}"#, "call.missed.en must be HX and 32 hexadecimal digits"),
        (#"{"call.missed":{"en":"HX0"}}"#, "call.missed.en must be HX"),
        (#"{"call.missed":{"en":"hx0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"}}"#, "call.missed.en must be HX"),
        (#"{"call.missed":{"en":"HX0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0g"}}"#, "call.missed.en must be HX"),
        (#"{"call.missed":{"en":"HX0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0"}}"#, "call.missed.en must be HX"),
    ])
    func whatCannotBeATemplateIsSaid(json: String, reason: String) {
        let error = #expect(throws: Unusable.self) { try ContentTemplates(json: json) }
        #expect(error?.reason.hasPrefix(reason) == true, "\(error?.reason ?? "")")
    }

    @Test func anAccountHasTheChannelsThatItSendsFrom() {
        func channels(_ senders: [TwilioMessage.Channel: TwilioMessage.Sender]) -> Set<NotificationChannel> {
            MessageAccount(senders: senders, templates: ContentTemplates(), statusCallback: "").channels
        }
        #expect(channels([:]) == [] && channels([.sms: .number("x")]) == [.sms])
        #expect(channels([.sms: .number("x"), .whatsapp: .number("y")]) == [.sms, .whatsapp])
        #expect(TwilioMessage.Channel(.email) == nil)
        for channel in TwilioMessage.Channel.allCases {
            #expect(TwilioMessage.Channel(channel.notificationChannel) == channel)
        }
    }
}
