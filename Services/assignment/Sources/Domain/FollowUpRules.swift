internal import Availability
internal import Foundation
package import RulesJSON

/// Within what time an agency's calls have to be opened, and what is done about those that are not. Minutes count from the
/// moment at which somebody got the call; nil: that is not done.
package struct FollowUpRules: Sendable, Equatable {
    /// Its agent is reminded.
    package var remindAfter: Int?
    /// The owners are told.
    package var escalateAfter: Int?
    /// Somebody else gets it.
    package var reassignAfter: Int?
    /// Only calls in which somebody said something, to us or to our machine; otherwise every call that somebody has got.
    package var onlyConversations: Bool
    /// Minutes count only while the agent works, where the agent has set hours.
    package var countsWorkingHours: Bool

    package static let standard = FollowUpRules(
        remindAfter: 15, escalateAfter: 60, reassignAfter: nil, onlyConversations: true, countsWorkingHours: true)

    package init(
        remindAfter: Int?, escalateAfter: Int?, reassignAfter: Int?, onlyConversations: Bool, countsWorkingHours: Bool
    ) {
        self.remindAfter = remindAfter
        self.escalateAfter = escalateAfter
        self.reassignAfter = reassignAfter
        self.onlyConversations = onlyConversations
        self.countsWorkingHours = countsWorkingHours
    }

    func minutes(until step: FollowUp.Step) -> Int? {
        switch step {
        case .remind: remindAfter
        case .reassign: reassignAfter
        case .escalate: escalateAfter
        }
    }

    /// When so many minutes have passed. Of somebody who never works, every minute counts: the call must not be forgotten.
    func moment(_ minutes: Int, after start: Date, schedule: AgentSchedule?) -> Date {
        let worked = countsWorkingHours ? schedule?.moment(after: minutes, ofWorkFrom: start) : nil
        return worked ?? start.addingTimeInterval(Double(minutes) * 60)
    }

    /// Everything that is wrong, in words that name the setting; empty when the rules can work.
    package var problems: [String] {
        let minutes: [(CodingKeys, Int?)] = [
            (.remindAfter, remindAfter), (.escalateAfter, escalateAfter), (.reassignAfter, reassignAfter),
        ]
        var problems = minutes.filter { $0.1.map { !(1...10_080).contains($0) } ?? false }.map { name, _ in
            "\(name.rawValue) must be from 1 to 10080, or null"
        }
        guard let remindAfter else { return problems }
        if let escalateAfter, escalateAfter <= remindAfter {
            problems.append("escalate_after_minutes must be more than remind_after_minutes")
        }
        if let reassignAfter, reassignAfter < remindAfter {
            problems.append("reassign_after_minutes must not be less than remind_after_minutes")
        }
        return problems
    }
}

// MARK: JSON

extension FollowUpRules: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case remindAfter = "remind_after_minutes"
        case escalateAfter = "escalate_after_minutes"
        case reassignAfter = "reassign_after_minutes"
        case onlyConversations = "only_conversations"
        case countsWorkingHours = "count_working_hours"
    }

    /// What is left out keeps its standard value; a name that is none is an error, since it would have no effect.
    package init(from decoder: any Decoder) throws {
        let names = try decoder.container(keyedBy: JSONKey.self)
        if let stranger = names.allKeys.first(where: { CodingKeys(rawValue: $0.stringValue) == nil }) {
            let known = CodingKeys.allCases.map(\.rawValue).joined(separator: ", ")
            throw DecodingError.dataCorruptedError(
                forKey: stranger, in: names,
                debugDescription: "there is no \"\(stranger.stringValue)\"; there are \(known)")
        }
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let standard = FollowUpRules.standard
        func minutes(_ key: CodingKeys, _ fallback: Int?) throws -> Int? {
            guard container.contains(key) else { return fallback }
            do {
                return try container.decodeIfPresent(Int.self, forKey: key)
            } catch let error where !(error is DecodingError) {
                // What the reader of numbers throws does not say where.
                throw DecodingError.dataCorruptedError(
                    forKey: key, in: container, debugDescription: "a number is not whole, or much too large")
            }
        }
        self.init(
            remindAfter: try minutes(.remindAfter, standard.remindAfter),
            escalateAfter: try minutes(.escalateAfter, standard.escalateAfter),
            reassignAfter: try minutes(.reassignAfter, standard.reassignAfter),
            onlyConversations: try container.decodeIfPresent(Bool.self, forKey: .onlyConversations)
                ?? standard.onlyConversations,
            countsWorkingHours: try container.decodeIfPresent(Bool.self, forKey: .countsWorkingHours)
                ?? standard.countsWorkingHours)
    }

    /// What is not done is written down as null: left out, it would be the standard again.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(remindAfter, forKey: .remindAfter)
        try container.encode(escalateAfter, forKey: .escalateAfter)
        try container.encode(reassignAfter, forKey: .reassignAfter)
        try container.encode(onlyConversations, forKey: .onlyConversations)
        try container.encode(countsWorkingHours, forKey: .countsWorkingHours)
    }

    /// Reads rules that somebody has written.
    ///
    /// - Throws: ``UnusableRules`` with everything that is wrong, in words.
    package init(json: some Sequence<UInt8>) throws(UnusableRules) {
        self = try UnusableRules.reading(FollowUpRules.self, json)
        guard problems.isEmpty else { throw UnusableRules(reasons: problems) }
    }

    package var json: [UInt8] { get throws { try RulesJSON.encoded(self) } }
}
