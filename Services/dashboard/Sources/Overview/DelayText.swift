/// How long something took, as people say it: `0:48`, `2 h 5 min`, `3 d 4 h`.
enum DelayText {
    /// - Parameter seconds: below zero counts as none: two clocks are not quite the same.
    static func text(_ seconds: Double) -> String {
        let whole = Int(min(max(seconds, 0), 1e10).rounded())
        let (days, hours, minutes) = (whole / 86_400, whole / 3600, whole / 60)
        if hours < 1 { return ViewerTime.duration(whole) }
        if days < 2 { return minutes % 60 == 0 ? "\(hours) h" : "\(hours) h \(minutes % 60) min" }
        return hours % 24 == 0 ? "\(days) d" : "\(days) d \(hours % 24) h"
    }
}
