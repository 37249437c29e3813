import Contracts
import Foundation

@testable import Dashboard

/// A page as an owner sees it in English, for what is drawn without asking anybody.
enum SamplePage {
    static func frame() -> PageFrame {
        let viewer = Viewer(
            accountID: UUID(), agencyID: AgencyID(rawValue: UUID()), role: .owner, agentID: nil, name: "Olga",
            email: "o@example.com", language: "en", timeZone: .gmt, theme: "system", agencyName: "Meridian",
            proofID: UUID())
        return PageFrame(
            assets: Assets(), viewer: viewer, formToken: "t", words: Words(language: .english),
            time: ViewerTime(zone: .gmt, language: .english, now: Date(timeIntervalSince1970: 1_772_546_400)))
    }
}
