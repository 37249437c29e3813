import Contracts
import Foundation
import Testing

@testable import Notifier

@Suite struct ChainStepTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    static let patience = Duration.seconds(120)
    private static let chainID = UUID()

    /// - Parameter began: how many seconds ago its turn began; nil when it has not come.
    static func link(
        _ position: Int, _ channel: NotificationChannel, _ status: NotificationStatus = .standby, began: Double? = nil,
        _ receipt: ReceiptStatus? = nil, isOpen: Bool = false
    ) -> ChainLink {
        ChainLink(
            chainID: chainID, id: UUID(), eventTime: now, position: position, channel: channel, status: status,
            receipt: receipt, turnBeganAt: began.map { now - $0 }, isOpen: isOpen)
    }

    static func changes(_ links: [ChainLink]) -> [ChainStep.Change] {
        ChainStep(links.shuffled(), patience: patience, now: now).changes
    }

    @Test(arguments: [NotificationStatus.sending, .sent, .unknown]) func whatMayArriveIsWaitedFor(
        status: NotificationStatus
    ) {
        let head = Self.link(0, .whatsapp, status, began: 20)
        #expect(Self.changes([head, Self.link(1, .sms)]) == [.wait(head, until: Self.now + 100)])
    }

    @Test(arguments: [NotificationStatus.sent, .unknown, .failed, .notSent]) func theNextTakesOver(
        status: NotificationStatus
    ) {
        let (head, next) = (Self.link(0, .whatsapp, status, began: 120), Self.link(1, .sms))
        let begin = ChainStep.Change.begin(next, decideAgainAt: Self.now + 120)
        #expect(Self.changes([head, next, Self.link(2, .email)]) == [.wait(head, until: nil), begin])
    }

    @Test(arguments: [ReceiptStatus.failed, .bounced, .suppressed]) func aFailureThatIsSaidIsNotWaitedFor(
        receipt: ReceiptStatus
    ) {
        let (head, next) = (Self.link(0, .whatsapp, .sent, began: 1, receipt), Self.link(1, .sms))
        #expect(Self.changes([head, next]).last == .begin(next, decideAgainAt: Self.now + 120))
    }

    @Test(arguments: [NotificationStatus.pending, .parked]) func whatHasNotLeftIsTakenBack(status: NotificationStatus) {
        let (head, next) = (Self.link(0, .whatsapp, status, began: 120), Self.link(1, .sms))
        let taken = ChainStep.Change.withdraw(head, reason: "it took too long: sms took over")
        #expect(Self.changes([head, next]).first == taken)
        let open = Self.link(0, .email, status, began: 120, isOpen: true)
        #expect(Self.changes([open, next]).first == .wait(open, until: nil))
    }

    @Test(arguments: [ReceiptStatus.delivered, .read, .complained]) func aDeliveryEndsIt(receipt: ReceiptStatus) {
        let head = Self.link(0, .whatsapp, .sent, began: 500, receipt)
        let (next, last) = (Self.link(1, .sms), Self.link(2, .email))
        let reason = "not needed: it went by whatsapp"
        #expect(
            Self.changes([head, next, last])
                == [
                    .wait(head, until: nil), .withdraw(next, reason: reason), .withdraw(last, reason: reason),
                ])
    }

    @Test func theOneThatArrivedIsNamed() {
        let links = [
            Self.link(0, .whatsapp, .sent, began: 130, .delivered), Self.link(1, .sms, .failed, began: 10),
            Self.link(2, .email),
        ]
        #expect(Self.changes(links).last == .withdraw(links[2], reason: "not needed: it went by whatsapp"))
    }

    @Test func aMailThatIsTakenOverEndsItAfterADay() {
        let (mail, next) = (Self.link(0, .email, .sent, began: 3600), Self.link(1, .sms))
        #expect(Self.changes([mail, next]) == [.wait(mail, until: Self.now + 82_800)])
        let old = Self.link(0, .email, .sent, began: 86_400)
        #expect(Self.changes([old, next]).last == .withdraw(next, reason: "not needed: it went by email"))
    }

    @Test func theLastOneIsNotFollowed() {
        let links = [Self.link(0, .whatsapp, .failed, began: 130), Self.link(1, .sms, .failed, began: 10)]
        #expect(Self.changes(links) == links.map { .wait($0, until: nil) })
    }

    /// A request that is on its way comes back first; until then nothing else is asked again, and not all the time.
    @Test func aRequestOnItsWayIsWaitedFor() {
        var head = Self.link(0, .email, .sending, began: 200, isOpen: true)
        head.leaseUntil = Self.now + 30
        let (failed, next) = (Self.link(1, .whatsapp, .failed, began: 80), Self.link(2, .sms))
        let wait = ChainStep.Change.wait(failed, until: nil)
        #expect(Self.changes([head, failed, next]) == [.wait(head, until: Self.now + 30), wait])
        head.leaseUntil = Self.now - 5
        #expect(Self.changes([head, failed, next]) == [.wait(head, until: Self.now + 1), wait])
    }

    /// What was withdrawn when a mail was there stays so when the mail is sent back later, and the chain is settled.
    @Test func aLateBounceSettlesTheChain() {
        let mail = Self.link(0, .email, .sent, began: 900, .bounced)
        let withdrawn = Self.link(1, .sms, .notSent)
        #expect(Self.changes([mail, withdrawn]) == [.wait(mail, until: nil), .wait(withdrawn, until: nil)])
    }
}
