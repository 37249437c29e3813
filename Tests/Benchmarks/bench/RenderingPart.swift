internal import Foundation
internal import Notices

/// How long a notice takes to be put into words: mail as HTML and text, short text and template variables.
struct RenderingPart {
    let bed: Bed
    let report: Report

    func run() async throws {
        let renderer = try NoticeRenderer()
        var rounds: [Latencies] = []
        for _ in 1...bed.plan.rounds {
            var milliseconds: [Double] = []
            for index in 0..<2000 {
                let notice = Self.notice(index)
                let start = ContinuousClock.now
                _ = try renderer.render(notice)
                milliseconds.append((ContinuousClock.now - start).inSeconds * 1000)
            }
            rounds.append(Latencies(milliseconds: milliseconds))
        }
        report.add(
            .rendering, "a call's notice in words", rounds.medians.text, "p50 / p99 / max of 2,000 (goal 1 ms)")
        try report.save(.rendering, ["rendering": rounds])
    }

    private static func notice(_ index: Int) -> Notice {
        let language = ["en", "es", "fr", "de", "pt", "it"][index % 6]
        return Notice(
            .callCompleted(
                CallNotice(
                    leadName: "Lead \(index)", leadNumber: "+15125550142", agentName: "Agent", isRecipients: true,
                    summary: String(repeating: "They want to see the flat next week. ", count: 8), durationSeconds: 192,
                    startedAt: Date(), link: "https://thavon.example/calls/\(index)")),
            to: NoticeRecipient(role: .agent, name: "Agent", language: language, timeZone: .gmt),
            agencyName: "Bench Agency")
    }
}
