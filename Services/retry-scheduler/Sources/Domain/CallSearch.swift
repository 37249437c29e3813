package import Foundation

/// Finds calls of ours in the provider's list. Pure: it says which span of time to list next, and is given what there was.
///
/// The list has neither a filter by metadata nor pages: a full one is narrowed down to the span that it left out.
package struct CallSearch: Sendable, Equatable {
    /// A call as the list shows it.
    package struct Listed: Sendable, Equatable {
        package var callID: String
        package var attemptID: String?
        package var createdAt: Date?

        package init(callID: String, attemptID: String?, createdAt: Date?) {
            self.callID = callID
            self.attemptID = attemptID
            self.createdAt = createdAt
        }
    }

    /// A request is under way for that long at the most before the provider creates the call.
    private static let longestRequest: TimeInterval = 30
    /// A time is shown to the millisecond, and may be a little later. Half a millisecond more, since ours is cut to milliseconds
    /// too when it is sent, and a binary fraction may lie just below its millisecond.
    private static let resolution: TimeInterval = 0.0015

    /// The calls' ids at the provider by the attempts' ids.
    package private(set) var found: [String: String] = [:]
    /// What has to be listed next; nil when everything was found, or there is nothing left to list.
    package private(set) var span: ClosedRange<Date>?
    /// Whether everything there is was listed. Only then does what was not found not exist.
    package private(set) var isComplete = true
    private var missing: Set<String>
    private let pageLimit: Int

    /// - Parameters:
    ///   - attempts: when each was asked for.
    ///   - margin: how far the provider's clock may be from ours, in seconds.
    ///   - pageLimit: how many calls a list has at the most.
    package init(for attempts: [String: Date], margin: TimeInterval, pageLimit: Int) {
        missing = Set(attempts.keys)
        self.pageLimit = pageLimit
        guard let first = attempts.values.min(), let last = attempts.values.max() else { return }
        span = first.addingTimeInterval(-margin)...last.addingTimeInterval(Self.longestRequest + margin)
    }

    /// - Parameter calls: what was listed for ``span``, in any order.
    package mutating func read(_ calls: [Listed]) {
        for call in calls {
            guard let attempt = call.attemptID, missing.remove(attempt) != nil else { continue }
            found[attempt] = call.callID
        }
        guard let current = span else { return }
        span = nil
        guard !missing.isEmpty, calls.count >= pageLimit else { return }
        guard let end = calls.compactMap(\.createdAt).min()?.addingTimeInterval(Self.resolution),
            end > current.lowerBound, end < current.upperBound
        else {
            isComplete = false
            return
        }
        span = current.lowerBound...end
    }
}
