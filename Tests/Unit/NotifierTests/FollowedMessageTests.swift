import Contracts
import Foundation
import Notices
import Testing

@testable import Notifier

@Suite struct FollowedMessageTests {
    /// Free text to WhatsApp that a provider has, and has said no more of.
    static func message(_ change: (inout FollowedMessage) -> Void = { _ in }) -> FollowedMessage {
        var message = FollowedMessage(
            id: .new(), eventTime: Date(timeIntervalSince1970: 1_790_000_000), agencyID: .new(), channel: .whatsapp,
            recipient: ChainLink.Person(kind: .lead, id: UUID()), address: "+15125550122", status: .sent,
            providerMessageID: "SM2", isFreeText: true, wasTried: true, abandoned: ["SM1"], isOvertaken: false)
        change(&message)
        return message
    }

    @Test func aReceiptIsAboutTheAttemptThatCounts() {
        #expect(Self.message().isAbout("SM2"))
        #expect(!Self.message().isAbout("SM1") && !Self.message().isAbout("SM3"))
    }

    /// Its answer has not come, or never did: whoever tells of it first says which it is, unless that one has failed before.
    @Test func withoutAnAnswerItIsAboutAnyNewOne() {
        let unanswered = Self.message { $0.providerMessageID = nil }
        #expect(unanswered.isAbout("SM3") && !unanswered.isAbout("SM1"))
        // Even when it is named again.
        let named = Self.message { $0.providerMessageID = "SM1" }
        #expect(!named.isAbout("SM1"))
    }

    @Test(arguments: ChainStepPropertyTests.statuses, ChainStepPropertyTests.receipts)
    func onlyWhatLeftAndIsNotThereIsWrittenAnew(status: NotificationStatus, receipt: ReceiptStatus?) {
        let message = Self.message {
            $0.status = status
            $0.receipt = receipt
        }
        let isThere = receipt.map { [.delivered, .read, .complained].contains($0) } ?? false
        #expect(message.canBeWrittenAnew == ([.sending, .sent, .unknown].contains(status) && !isThere))
    }

    @Test func aTemplateOrWhatAnotherChannelTookOverIsNot() {
        #expect(Self.message().canBeWrittenAnew)
        #expect(!Self.message { $0.isFreeText = false }.canBeWrittenAnew)
        #expect(!Self.message { $0.isOvertaken = true }.canBeWrittenAnew)
    }
}
