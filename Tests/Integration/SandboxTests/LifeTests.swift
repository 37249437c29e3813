import Foundation
import Logging
import ServiceKit
import Synchronization
import Testing

@testable import Sandbox

@Suite struct LifeTests {
    private static let people = [
        LifeSettings.Person(number: "+493023125001"), LifeSettings.Person(number: "+13055550102", language: "es"),
    ]

    private static func read(_ environment: [String: String]) throws -> LifeSettings {
        var settings = Settings(environment: environment)
        return try Sandbox.configure(&settings).life
    }

    @Test func nothingComesByItselfUnlessItIsWanted() throws {
        #expect(try Self.read([:]) == LifeSettings())
        var lively = Sandbox.Configuration()
        lively.life.interval = .seconds(40)
        let counts = try [Sandbox.Configuration(), lively].map { configuration in
            try SandboxWorld(
                configuration, ambient: Ambient(),
                logger: Logger(label: "sandbox-tests") { _ in SwiftLogNoOpLogHandler() }
            ).services.count
        }
        #expect(counts[0] + 1 == counts[1])
    }

    @Test func whoCallsAndHowOftenIsRead() throws {
        let life = try Self.read([
            "SANDBOX_LIFE_SECONDS": "40", "SANDBOX_LIFE_NUMBERS": "+493023125001, +13055550102:es",
        ])
        #expect(life.interval == .seconds(40))
        #expect(life.people == Self.people)
    }

    @Test(arguments: ["493023125001", "+49", "+493023125001:xx", "+493023125001:", "+0493023125001", "anna"])
    func aNumberThatIsNoneIsRefused(_ number: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.read(["SANDBOX_LIFE_NUMBERS": number]) }
        #expect(error?.key == "SANDBOX_LIFE_NUMBERS")
    }

    @Test func pausesVaryAndGrowAfterAHundredCalls() {
        let settings = LifeSettings(interval: .seconds(40), people: [])
        #expect(settings.pause(after: 0, chance: 0) == .seconds(20))
        #expect(settings.pause(after: 99, chance: 0.75) == .seconds(50))
        #expect(settings.pause(after: 100, chance: 0.5) == .seconds(400))
    }

    @Test func ofAHundredCallsSixtyTalk() {
        var counts: [CallOutcome: Int] = [:]
        for index in 0..<100 {
            var chances = [0.99, (Double(index) + 0.5) / 100, 0.2]
            let call = LifeCall(among: Self.people) { chances.removeFirst() }
            #expect(call.person == Self.people[1])
            #expect((call.direction == .inbound) == (call.outcome == .talks || call.outcome == .failed))
            counts[call.outcome, default: 0] += 1
        }
        #expect(counts == [.talks: 60, .noAnswer: 15, .voicemail: 10, .busy: 8, .failed: 7])
    }

    @Test func aCallComesFromRingingToItsReport() async throws {
        let receiver = WebhookReceiver()
        try await receiver.run { (url) async throws in
            var configuration = Sandbox.Configuration()
            configuration.vapiServerURL = url
            configuration.conversations = .agency
            configuration.life = LifeSettings(interval: .seconds(1), people: Self.people)
            try await withSandbox(configuration, ambient: MovedTime().ambient) { (sandbox) async throws in
                await sandbox.world.life.playOne()
                let received = await receiver.collect { $0.message["type"] == "end-of-call-report" }.map(\.message)
                #expect(received.dropLast().map { $0["status"]?.string } == ["ringing", "in-progress", "ended"])
                let report = try #require(received.last)
                #expect(report.at("call", "type") == "outboundPhoneCall")
                #expect(report.at("customer", "number") == "+13055550102")
                #expect(report.at("assistant", "transcriber", "language") == "es")
                #expect(try #require(report["durationSeconds"]?.double) > 30)
                #expect(sandbox.world.vapi.book.running == 0)
            }
        }
    }

    @Test func noneIsPlayedWhileAllLinesAreTaken() async throws {
        var configuration = Sandbox.Configuration()
        configuration.vapiServerURL = "http://127.0.0.1:1"
        configuration.vapiLines = 1
        try await withSandbox(configuration, ambient: MovedTime().ambient) { sandbox in
            let book = sandbox.world.vapi.book
            let order = CallOrder(json: ["customer": ["number": "+15125550100"]])
            let other = book.open {
                CallRecord(CallSnapshot(order, direction: .outbound, createdAt: .now), outcome: .talks)
            }
            await sandbox.world.life.playOne()
            #expect(book.list(CallFilter(limit: 10)).map(\.call.id) == [other?.call.id])
        }
    }

    @Test func oneCallFollowsAnotherUntilItEnds() async throws {
        let pauses = Mutex<[Duration]>([])
        var ambient = MovedTime().ambient
        ambient.pause = { duration in
            let count = pauses.withLock { all in
                if duration == .seconds(7) { all.append(duration) }
                return all.count
            }
            // As a shutdown ends it.
            if count > 3 { throw CancellationError() }
        }
        var configuration = Sandbox.Configuration()
        configuration.vapiServerURL = "http://127.0.0.1:1"
        configuration.life = LifeSettings(interval: .seconds(7), people: Self.people)
        try await withSandbox(configuration, ambient: ambient) { (sandbox) async throws in
            try await sandbox.world.life.run()
            let calls = sandbox.world.vapi.book.list(CallFilter(limit: 10))
            #expect(calls.count == 3 && calls.allSatisfy(\.isEnded))
        }
    }
}
