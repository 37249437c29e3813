import Contracts
import Foundation
import TestSupport
import Testing

@testable import Notifier

@Suite struct FallbackChainTests {
    typealias Attempt = FallbackChain.Attempt
    typealias State = FallbackChain.State

    static let start = Date(timeIntervalSince1970: 1_790_000_000)
    static let all: [NotificationChannel] = [.whatsapp, .sms, .email]
    static let chain = FallbackChain(all, reachable: Set(all))

    static func attempt(_ channel: NotificationChannel, _ state: State, at seconds: Double = 0) -> Attempt {
        Attempt(channel: channel, startedAt: start.addingTimeInterval(seconds), state: state)
    }

    static func next(_ attempts: [Attempt], at seconds: Double, _ chain: FallbackChain = chain) -> FallbackChain.Step {
        chain.next(after: attempts, now: start.addingTimeInterval(seconds))
    }

    static func until(_ seconds: Double) -> FallbackChain.Step {
        .waitForReceipt(until: start.addingTimeInterval(seconds))
    }

    @Test func theFirstIsTriedFirst() {
        #expect(Self.next([], at: 0) == .send(.whatsapp))
        #expect(Self.next([], at: 0, FallbackChain(Self.all, reachable: [.email, .sms])) == .send(.sms))
        #expect(FallbackChain([.sms, .email, .sms], reachable: Set(Self.all)).channels == [.sms, .email])
        #expect(
            Self.next([], at: 0, FallbackChain(Self.all, reachable: []))
                == .exhausted(reason: "there is no address for any channel"))
    }

    @Test(arguments: [State.unknown, .accepted]) func whatMayStillArriveIsWaitedFor(state: State) {
        let attempts = [Self.attempt(.whatsapp, state)]
        #expect(Self.next(attempts, at: 0) == Self.until(120))
        #expect(Self.next(attempts, at: 119.9) == Self.until(120))
        #expect(Self.next(attempts, at: 120) == .send(.sms))
        let short = FallbackChain(Self.all, reachable: Set(Self.all), patience: .milliseconds(1500))
        #expect(
            Self.next(attempts, at: 1.4, short) == Self.until(1.5) && Self.next(attempts, at: 1.5, short) == .send(.sms)
        )
    }

    @Test func aFailureIsNotWaitedFor() {
        #expect(Self.next([Self.attempt(.whatsapp, .failed(reason: "63016"))], at: 1) == .send(.sms))
        let both = [
            Self.attempt(.whatsapp, .failed(reason: "63003")), Self.attempt(.sms, .failed(reason: "30005"), at: 1),
        ]
        #expect(Self.next(both, at: 2) == .send(.email))
        #expect(
            Self.next(both + [Self.attempt(.email, .failed(reason: "bounced"), at: 2)], at: 3)
                == .exhausted(reason: "email: bounced"))
    }

    @Test(arguments: [State.delivered, .read]) func nothingFollowsADelivery(state: State) {
        #expect(Self.next([Self.attempt(.whatsapp, state)], at: 10_000) == .done)
        // Late, after the next one has gone out, and even though that one has failed.
        let late = [Self.attempt(.whatsapp, state), Self.attempt(.sms, .failed(reason: "30005"), at: 120)]
        #expect(Self.next(late, at: 121) == .done)
    }

    /// A server that has taken a mail need not say that it is there; only that it is not, and that as late as tomorrow.
    @Test func aMailThatIsTakenIsOnlyFollowedByAFailure() {
        let chain = FallbackChain([.email, .sms], reachable: [.email, .sms])
        let accepted = [Self.attempt(.email, .accepted)]
        #expect(Self.next(accepted, at: 120, chain) == Self.until(86_400))
        #expect(Self.next(accepted, at: 86_400, chain) == .done)
        #expect(Self.next([Self.attempt(.email, .failed(reason: "bounced"))], at: 3600, chain) == .send(.sms))
        #expect(Self.next([Self.attempt(.email, .pending)], at: 120, chain) == Self.until(600))
        #expect(Self.next([Self.attempt(.email, .pending)], at: 600, chain) == .send(.sms))
    }

    @Test func theLastOneIsNotWaitedForForEver() {
        let one = FallbackChain([.email], reachable: [.email])
        #expect(
            Self.next([Self.attempt(.sms, .accepted)], at: 60, FallbackChain([.sms], reachable: [.sms]))
                == Self.until(120))
        #expect(Self.next([Self.attempt(.sms, .accepted)], at: 120, FallbackChain([.sms], reachable: [.sms])) == .done)
        #expect(
            Self.next([Self.attempt(.email, .unknown)], at: 120, one)
                == .exhausted(reason: "email: the provider did not say whether it has it"))
        // Taken over by one that gives no receipts, and refused by the rest.
        let attempts = [
            Self.attempt(.whatsapp, .failed(reason: "x")), Self.attempt(.sms, .accepted),
            Self.attempt(.email, .failed(reason: "y"), at: 120),
        ]
        #expect(Self.next(attempts, at: 121) == .done)
    }

    /// What is on goes out at once: the next one waits for all of them, each for its own time.
    @Test func thoseThatWereTriedTogetherAreAllWaitedFor() {
        func both(_ one: State, _ other: State) -> [Attempt] {
            [Self.attempt(.whatsapp, one), Self.attempt(.sms, other)]
        }
        #expect(Self.next(both(.accepted, .pending), at: 120) == Self.until(600))
        #expect(Self.next(both(.pending, .accepted), at: 120) == Self.until(600))
        #expect(Self.next(both(.accepted, .unknown), at: 119) == Self.until(120))
        #expect(Self.next(both(.accepted, .unknown), at: 120) == .send(.email))
        #expect(Self.next(both(.failed(reason: "x"), .accepted), at: 119) == Self.until(120))
        #expect(Self.next(both(.failed(reason: "x"), .failed(reason: "y")), at: 0) == .send(.email))
        for arrived in [
            both(.delivered, .pending), both(.failed(reason: "x"), .read), both(.read, .failed(reason: "y")),
        ] {
            #expect(Self.next(arrived, at: 0) == .done)
        }
    }

    /// A mail that was taken counts, whatever became of what went with it.
    @Test func aMailBesideAnotherIsTheOneThatIsWaitedFor() {
        let chain = FallbackChain([.whatsapp, .email, .sms], reachable: Set(Self.all))
        func both(_ one: State, _ mail: State) -> [Attempt] {
            [Self.attempt(.whatsapp, one), Self.attempt(.email, mail)]
        }
        #expect(Self.next(both(.failed(reason: "x"), .accepted), at: 700, chain) == Self.until(86_400))
        #expect(Self.next(both(.accepted, .accepted), at: 86_400, chain) == .done)
        #expect(Self.next(both(.accepted, .failed(reason: "bounced")), at: 119, chain) == Self.until(120))
        #expect(Self.next(both(.accepted, .failed(reason: "bounced")), at: 700, chain) == .send(.sms))
        let last = both(.failed(reason: "x"), .failed(reason: "bounced"))
        let none = FallbackChain([.whatsapp, .email], reachable: Set(Self.all))
        #expect(Self.next(last, at: 1, none) == .exhausted(reason: "email: bounced"))
    }

    @Test func whatWaitsAtTheProviderHasFiveTimesAsLong() {
        let short = FallbackChain(Self.all, reachable: Set(Self.all), patience: .milliseconds(1500))
        let pending = [Self.attempt(.whatsapp, .pending)]
        #expect(Self.next(pending, at: 7.4, short) == Self.until(7.5))
        #expect(Self.next(pending, at: 7.5, short) == .send(.sms))
        // Nobody who is more patient than that is made to hurry by a mail.
        let long = FallbackChain([.email, .sms], reachable: Set(Self.all), patience: .seconds(100_000))
        #expect(Self.next([Self.attempt(.email, .accepted)], at: 90_000, long) == Self.until(100_000))
    }

    /// Whatever happens: each channel at most once, in order, none after a delivery, and an end in time.
    @Test func everyChainEndsAndRepeatsNothing() {
        var generator = SeededGenerator.random()
        for _ in 0..<2000 {
            let reachable = Set(Self.all.filter { _ in Int.random(in: 0...3, using: &generator) > 0 })
            let chain = FallbackChain(Self.all.shuffled(using: &generator), reachable: reachable)
            let note: Comment = "\(chain.channels) seed \(generator.seed)"
            let atOnce = chain.channels.prefix(Int.random(in: 0...2, using: &generator))
            var (attempts, now, steps) = (atOnce.map { Self.attempt($0, .pending) }, 0.0, 0)
            run: while true {
                steps += 1
                guard steps < 100 else {
                    Issue.record("no end: \(note)")
                    break
                }
                switch Self.next(attempts, at: now, chain) {
                case .send(let channel):
                    #expect(!attempts.contains { $0.state == .delivered || $0.state == .read }, note)
                    #expect(chain.channels.firstIndex(of: channel) == attempts.count, note)
                    // Each before has failed, or has had its time.
                    for one in attempts where one.state != .failed(reason: "x") {
                        let time = one.state == .pending ? 600.0 : 120
                        #expect(one.startedAt <= Self.start.addingTimeInterval(now - time), note)
                        #expect(one.channel != .email || one.state != .accepted, note)
                    }
                    attempts.append(Self.attempt(channel, .pending, at: now))
                case .waitForReceipt(let until):
                    #expect(until > Self.start.addingTimeInterval(now), note)
                    let isMail = attempts.contains { $0.channel == .email && $0.state == .accepted }
                    #expect(until <= Self.start.addingTimeInterval(now + (isMail ? 86_400 : 600)), note)
                    now = until.timeIntervalSince(Self.start)
                case .done, .exhausted: break run
                }
                // Something comes in, about any of them, that was not final.
                if let index = attempts.indices.randomElement(using: &generator),
                    [.pending, .unknown, .accepted].contains(attempts[index].state)
                {
                    let states: [State] = [.unknown, .accepted, .accepted, .delivered, .read, .failed(reason: "x")]
                    attempts[index].state = states.randomElement(using: &generator) ?? .unknown
                }
            }
            #expect(now <= 86_400 + 600 * Double(chain.channels.count), note)
        }
    }
}
