import Contracts
import Foundation
import Notices
import Testing

@testable import Notifier

@Suite struct ChainStepTests {
    static let now = Date(timeIntervalSince1970: 1_790_000_000)
    static let patience = Duration.seconds(120)
    private static let chainID = UUID()
    private static let agencyID = AgencyID.new()

    /// - Parameter began: how many seconds ago its turn began; nil when it has not come.
    static func link(
        _ position: Int, _ channel: NotificationChannel, _ status: NotificationStatus = .standby, began: Double? = nil,
        _ receipt: ReceiptStatus? = nil, isOpen: Bool = false
    ) -> ChainLink {
        ChainLink(
            chainID: chainID, id: UUID(), eventTime: now, position: position, channel: channel, status: status,
            receipt: receipt, turnBeganAt: began.map { now - $0 }, isOpen: isOpen, agencyID: agencyID,
            kind: "call.completed", recipient: ChainLink.Person(kind: .agent, id: chainID))
    }

    static func changes(_ links: [ChainLink]) -> [ChainStep.Change] {
        ChainStep(links.shuffled(), patience: patience, now: now).changes
    }

    static func failure(_ links: [ChainLink]) -> String? {
        ChainStep(links.shuffled(), patience: patience, now: now).failure
    }

    /// What waits for its turn at the provider is waited for longer: a burst is no failure.
    @Test(arguments: [(NotificationStatus.pending, 580.0), (.sending, 580), (.sent, 100), (.unknown, 100)])
    func whatMayArriveIsWaitedFor(status: NotificationStatus, seconds: Double) {
        let (head, next) = (Self.link(0, .whatsapp, status, began: 20), Self.link(1, .sms))
        let expected: [ChainStep.Change] = [.wait(head, until: Self.now + seconds), .wait(next, until: nil)]
        #expect(Self.changes([head, next]) == expected)
    }

    /// All that are on began together: the next one waits until each of them has failed.
    @Test func thoseThatBeganTogetherAreAllWaitedFor() {
        let failed = Self.link(0, .whatsapp, .failed, began: 10)
        let (mail, next) = (Self.link(1, .email, .sent, began: 10), Self.link(2, .sms))
        #expect(Self.changes([failed, mail, next])[1] == .wait(mail, until: Self.now + 86_390))
        let bounced = Self.link(1, .email, .sent, began: 10, .bounced)
        #expect(Self.changes([failed, bounced, next]).last == .begin(next, decideAgainAt: Self.now + 600))
    }

    @Test(arguments: [NotificationStatus.sent, .unknown, .failed, .notSent]) func theNextTakesOver(
        status: NotificationStatus
    ) {
        let (head, next) = (Self.link(0, .whatsapp, status, began: 120), Self.link(1, .sms))
        let begin = ChainStep.Change.begin(next, decideAgainAt: Self.now + 600)
        let last = Self.link(2, .email)
        #expect(Self.changes([head, next, last]) == [.wait(head, until: nil), begin, .wait(last, until: nil)])
    }

    @Test(arguments: [ReceiptStatus.failed, .bounced, .suppressed]) func aFailureThatIsSaidIsNotWaitedFor(
        receipt: ReceiptStatus
    ) {
        let (head, next) = (Self.link(0, .whatsapp, .sent, began: 1, receipt), Self.link(1, .sms))
        #expect(Self.changes([head, next]).last == .begin(next, decideAgainAt: Self.now + 600))
    }

    @Test(arguments: [NotificationStatus.pending, .parked]) func whatHasNotLeftIsTakenBack(status: NotificationStatus) {
        let (head, next) = (Self.link(0, .whatsapp, status, began: 600), Self.link(1, .sms))
        let taken = ChainStep.Change.withdraw(head, reason: "it took too long: sms took over")
        #expect(Self.changes([head, next]).first == taken)
        let open = Self.link(0, .email, status, began: 600, isOpen: true)
        #expect(Self.changes([open, next]).first == .wait(open, until: nil))
    }

    /// Each that has not left, of all that began together; not what comes after the one that takes over.
    @Test func allBeforeTheNextAreTakenBack() {
        let (one, other) = (Self.link(0, .whatsapp, .pending, began: 600), Self.link(1, .sms, .parked, began: 600))
        let next = Self.link(2, .email)
        let reason = "it took too long: email took over"
        #expect(
            Self.changes([one, other, next]) == [
                .withdraw(one, reason: reason), .withdraw(other, reason: reason),
                .begin(next, decideAgainAt: Self.now + 600),
            ])
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
        #expect(Self.changes([mail, next]) == [.wait(mail, until: Self.now + 82_800), .wait(next, until: nil)])
        let old = Self.link(0, .email, .sent, began: 86_400)
        #expect(Self.changes([old, next]).last == .withdraw(next, reason: "not needed: it went by email"))
    }

    @Test func theLastOneIsNotFollowed() {
        let links = [Self.link(0, .whatsapp, .failed, began: 130), Self.link(1, .sms, .failed, began: 10)]
        #expect(Self.changes(links) == links.map { .wait($0, until: nil) })
        #expect(Self.failure(links) == "sms: not sent")
    }

    /// Why nobody was reached is said once all have failed, in the words of whoever said so.
    @Test func aFailureIsSaidWhenNothingIsLeft() {
        let head = Self.link(0, .whatsapp, .failed, began: 130)
        #expect(Self.failure([head, Self.link(1, .sms)]) == nil)
        #expect(Self.failure([head, Self.link(1, .sms, .sent, began: 10)]) == nil)
        // Carriers need not say that something has arrived.
        #expect(Self.failure([head, Self.link(1, .sms, .sent, began: 130)]) == nil)
        var sms = Self.link(1, .sms, .sent, began: 130, .failed)
        sms.reason = "30005"
        #expect(Self.failure([head, sms]) == "sms: 30005")
        let unknown = Self.link(1, .sms, .unknown, began: 130)
        #expect(Self.failure([head, unknown]) == "sms: the provider did not say whether it has it")
        #expect(Self.failure([Self.link(0, .whatsapp, .sent, began: 130, .read), sms]) == nil)
    }

    /// A request that is on its way comes back first; until then nothing else is asked again, and not all the time.
    @Test func aRequestOnItsWayIsWaitedFor() {
        var head = Self.link(0, .email, .sending, began: 700, isOpen: true)
        head.leaseUntil = Self.now + 30
        let (failed, next) = (Self.link(1, .whatsapp, .failed, began: 80), Self.link(2, .sms))
        let others = [ChainStep.Change.wait(failed, until: nil), .wait(next, until: nil)]
        #expect(Self.changes([head, failed, next]) == [.wait(head, until: Self.now + 30)] + others)
        head.leaseUntil = Self.now - 5
        #expect(Self.changes([head, failed, next]) == [.wait(head, until: Self.now + 1)] + others)
    }

    /// What was not needed while a mail was there is needed when the mail is sent back later.
    @Test func aLateBounceBringsTheNextOne() {
        let mail = Self.link(0, .email, .sent, began: 900, .bounced)
        let withdrawn = Self.link(1, .sms, .notSent)
        let begin = ChainStep.Change.begin(withdrawn, decideAgainAt: Self.now + 600)
        #expect(Self.changes([mail, withdrawn]) == [.wait(mail, until: nil), begin])
        // Nobody wants it any more, or it was tried: nothing is left, and the chain is at rest.
        let refused = Self.link(1, .sms, .notSent, began: 5)
        #expect(Self.failure([mail, refused]) == "sms: not sent")
        #expect(Self.changes([mail, refused]) == [.wait(mail, until: nil), .wait(refused, until: nil)])
    }
}
