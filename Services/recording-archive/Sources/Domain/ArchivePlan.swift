internal import Contracts

/// What an attempt to get a recording came to.
enum FetchResult: Sendable, Equatable {
    case fetched(FetchedRecording)
    /// Nothing is wrong with it but that it could not be had now.
    case notNow(RecordingReason, detail: String)
    /// The provider has none.
    case none(RecordingReason, detail: String)
    /// No attempt will ever do.
    case never(RecordingReason, detail: String)
    /// It may be there for the asking, and our own store cannot take it.
    case noRoom(RecordingReason, detail: String)
}

/// A recording that lies in the store.
struct FetchedRecording: Sendable, Equatable {
    enum Source: String, Sendable {
        case link, api
    }

    var objectKey: String
    var contentType: String
    var bytes: Int
    var seconds: Double?
    var sha256: [UInt8]
    var source: Source
}

/// What follows from an attempt. Pure: chance comes from outside.
enum ArchivePlan: Sendable, Equatable {
    case store(FetchedRecording)
    case again(after: Duration, RecordingReason, detail: String, countsAsAttempt: Bool)
    case absent(RecordingReason, detail: String)
    case failed(RecordingReason, detail: String)

    /// Multiples of the first wait, which is a minute unless somebody says otherwise: a minute, then 5, 15, an hour, 3, 6, 12
    /// and 24 hours, three times. Vapi keeps what it has for two weeks.
    private static let multiples = [1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440]
    /// How often the provider is asked about a recording it does not have: it may still be on its way there.
    static let asksForNone = 3

    /// - Parameters:
    ///   - attempt: the one that just ended, counted from 1.
    ///   - firstWait: before the second attempt.
    ///   - jitter: from 0 to 1; adds up to a tenth.
    static func after(
        _ result: FetchResult, attempt: Int, firstWait: Duration, jitter: Double
    ) -> ArchivePlan {
        let wait = multiples.dropFirst(attempt - 1).first.map { firstWait * $0 + firstWait * $0 * jitter / 10 }
        switch result {
        case .fetched(let recording): return .store(recording)
        case .never(let reason, let detail): return .failed(reason, detail: detail)
        case .noRoom(let reason, let detail):
            return .again(after: firstWait + firstWait * jitter / 10, reason, detail: detail, countsAsAttempt: false)
        case .notNow(let reason, let detail):
            guard let wait else { return .failed(reason, detail: detail) }
            return .again(after: wait, reason, detail: detail, countsAsAttempt: true)
        case .none(let reason, let detail):
            guard let wait, attempt < asksForNone, reason == .noneAtProvider else {
                return .absent(reason, detail: detail)
            }
            return .again(after: wait, reason, detail: detail, countsAsAttempt: true)
        }
    }
}
