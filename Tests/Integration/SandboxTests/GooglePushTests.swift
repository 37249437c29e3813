import FoundationEssentials
import HTTPTypes
import OutboundHTTP
import Testing

@testable import Sandbox

@Suite struct GooglePushTests {
    private typealias Person = PersonUnderTest

    private static func channel(_ address: String, _ changes: JSON = [:]) -> JSON {
        var channel: JSON = ["id": "channel-1", "type": "web_hook", "address": .string(address), "token": "secret"]
        for (name, value) in changes.members ?? [:] { channel[name] = value == .null ? nil : value }
        return channel
    }

    private static func header(_ received: WebhookReceiver.Received, _ name: String) -> String? {
        HTTPField.Name("X-Goog-" + name).flatMap { received.headers[$0] }
    }

    @Test func changesAreToldWithoutSayingWhich() async throws {
        let receiver = WebhookReceiver()
        try await receiver.run { (url) async throws in
            try await withGoogle { (google) async throws in
                let person = try await google.person()
                let opened = try await person.call(.post, "/calendars/primary/events/watch", Self.channel(url))
                #expect(opened.status == 200)
                let resource = try #require(opened.json["resourceId"]?.string)
                let week = MovedTime().ambient.now().addingTimeInterval(7 * 86_400)
                #expect(opened.json["expiration"]?.string == "\(week.epochMilliseconds)")
                // By a client, and by the person.
                #expect(try await person.insert(Person.event("abcde")).status == 200)
                let moved = try await person.byHand(.post, "/events/abcde/move", ["start": "2026-10-24T16:00"])
                #expect(moved.status == 200)
                let received = await receiver.collect { Self.header($0, "Message-Number") == "3" }
                #expect(received.map { Self.header($0, "Resource-State") } == ["sync", "exists", "exists"])
                for push in received {
                    #expect(push.message == .null)
                    #expect(Self.header(push, "Channel-ID") == "channel-1")
                    #expect(Self.header(push, "Channel-Token") == "secret")
                    #expect(Self.header(push, "Resource-ID") == resource)
                    #expect(Self.header(push, "Channel-Expiration") == "Mon, 28 Sep 2026 14:13:20 GMT")
                    #expect(Self.header(push, "Resource-URI")?.contains("anna%40example.com") == true)
                }
                let stop: JSON = ["id": "channel-1", "resourceId": .string(resource)]
                #expect(try await person.call(.post, "/channels/stop", stop).status == 204)
                #expect(try await person.call(.post, "/channels/stop", stop).status == 404)
                #expect(google.sandbox.world.google.snapshot.channels.channels(of: "anna@example.com").isEmpty)
            }
        }
    }

    @Test(
        arguments: [
            (["id": .null], "required"), (["id": "a b"], "channelIdInvalid"),
            (["id": .string(String(repeating: "a", count: 65))], "channelIdInvalid"),
            (["type": "mail"], "channelTypeInvalid"), (["address": "http://example.com/"], "push.webhookUrlNotHttps"),
            (["address": .null], "push.webhookUrlNotHttps"), (["expiration": "1000"], "invalid"),
            (["token": .string(String(repeating: "a", count: 257))], "invalid"),
        ] as [(JSON, String)])
    func aChannelThatIsWrongIsRefused(_ change: JSON, _ reason: String) async throws {
        try await withGoogle { (google) async throws in
            let refused = try await google.person().call(
                .post, "/calendars/primary/events/watch", Self.channel("https://example.com/", change))
            #expect(refused.status == 400)
            #expect(refused.reason == reason)
        }
    }

    @Test func aChannelsIdIsItsOwn() async throws {
        try await withGoogle { (google) async throws in
            let (anna, jonas) = (try await google.person(), try await google.person("jonas@example.com"))
            let channel = Self.channel("http://127.0.0.1:1/hook")
            let path = "/calendars/primary/events/watch"
            let opened = try await anna.call(.post, path, channel)
            #expect(opened.status == 200)
            #expect(try await jonas.call(.post, path, channel).reason == "channelIdNotUnique")
            let stop: JSON = ["id": "channel-1", "resourceId": opened.json["resourceId"] ?? .null]
            #expect(try await jonas.call(.post, "/channels/stop", stop).status == 404)
        }
    }

    @Test func aChannelDiesAndIsSentNothingMore() throws {
        let now = MovedTime().ambient.now()
        let body: JSON = ["id": "c", "type": "webhook", "address": "https://example.com/"]
        var book = ChannelBook()
        try book.open(PushChannel(body, account: "a@example.com", at: now), at: now)
        #expect(book.takeDue() == ["c"])
        #expect(book.next(on: "c", at: now)?.state == "sync")
        // Somebody is sending still.
        book.noteChange(in: "a@example.com", at: now)
        #expect(book.takeDue() == [])
        #expect(book.next(on: "c", at: now)?.state == "exists")
        #expect(book.next(on: "c", at: now) == nil)
        book.noteChange(in: "b@example.com", at: now)
        #expect(book.takeDue() == [])
        book.noteChange(in: "a@example.com", at: now)
        #expect(book.takeDue() == ["c"])
        #expect(book.next(on: "c", at: now.addingTimeInterval(PushChannel.lifetime)) == nil)
        book.noteChange(in: "a@example.com", at: now.addingTimeInterval(PushChannel.lifetime))
        #expect(book.takeDue() == [])
    }

    @Test func aNotificationThatFailsIsTriedAgain() async throws {
        let receiver = WebhookReceiver(answering: [503, 200])
        try await receiver.run { (url) async throws in
            try await withGoogle { (google) async throws in
                let person = try await google.person()
                _ = try await person.call(.post, "/calendars/primary/events/watch", Self.channel(url))
                #expect(try await person.insert(Person.event("abcde")).status == 200)
                let received = await receiver.collect { Self.header($0, "Resource-State") == "exists" }
                #expect(received.map { Self.header($0, "Message-Number") } == ["1", "1", "2"])
            }
        }
    }

    @Test func aNotificationCanBeLost() async throws {
        let receiver = WebhookReceiver()
        try await receiver.run { (url) async throws in
            try await withGoogle { (google) async throws in
                let person = try await google.person()
                let fault = #"{"provider":"google","kind":"push_lost","count":1}"#
                #expect(try await google.sandbox.send(.post, "/faults", body: fault).status == 201)
                _ = try await person.call(.post, "/calendars/primary/events/watch", Self.channel(url))
                #expect(try await person.insert(Person.event("abcde")).status == 200)
                let received = await receiver.collect { _ in true }
                // The first of them is missing, and its number with it.
                #expect(received.map { Self.header($0, "Message-Number") } == ["2"])
            }
        }
    }
}
