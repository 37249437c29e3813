internal import Foundation

extension ViewerTime {
    /// A moment in the middle of a sentence: `today 14:32`.
    func momentInSentence(_ instant: Date) -> String {
        let text = moment(instant)
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
