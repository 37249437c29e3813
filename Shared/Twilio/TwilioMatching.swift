package import FoundationEssentials

/// Which of Twilio's messages to one address come from which requests of ours, when several are without an answer.
///
/// Twilio says nothing of a request in what it shows of a message, so that the content decides: a message belongs to the
/// request of whose content it shows most. Requests that say the same are interchangeable, and are given theirs in the order
/// of time. What a request has found is out of the way of the others, as if they were looked up later.
package struct TwilioMatching {
    /// A request whose answer is missing.
    package struct Send: Sendable {
        package var id: String
        /// Its body, as frozen.
        package var payload: [UInt8]
        /// When the attempt began, by our clock.
        package var sentAfter: Date

        package init(id: String, payload: [UInt8], sentAfter: Date) {
            self.id = id
            self.payload = payload
            self.sentAfter = sentAfter
        }
    }

    /// What became of each, by its id. No message is found twice.
    ///
    /// - Parameters:
    ///   - sends: all to that address that are without an answer, with ids of their own.
    ///   - records: ``TwilioClient/find(to:sentAfter:)``, since the earliest of them.
    ///   - known: ids that are taken by other messages of ours.
    package static func settle(
        _ sends: [Send], among records: [TwilioRecord], known: Set<String> = []
    ) -> [String: TwilioLookup] {
        var matching = TwilioMatching(sends, records, known)
        // What shows no content is given to whoever is left, and so comes last.
        while matching.assign(where: { $0 > 0 }) || matching.assign(where: { $0 == 0 }) {}
        return matching.verdicts
    }

    private struct Candidate {
        var send: Send
        var traits: TwilioRequestTraits
        var found: TwilioRecord?
    }

    /// A message, and who is left that it shows most of.
    private struct Claim {
        var record: TwilioRecord
        var likeness: Int
        /// Positions, the earliest attempt first.
        var candidates: [Int]
    }

    /// By the time of the attempt.
    private var candidates: [Candidate]
    /// That nobody has found, by their time.
    private var records: [TwilioRecord]

    private init(_ sends: [Send], _ records: [TwilioRecord], _ known: Set<String>) {
        candidates = sends.sorted { ($0.sentAfter, $0.id) < ($1.sentAfter, $1.id) }
            .map { Candidate(send: $0, traits: TwilioRequestTraits(payload: $0.payload)) }
        var taken = known
        self.records = records.filter { taken.insert($0.sid).inserted }
            .sorted { ($0.createdAt ?? .distantFuture, $0.sid) < ($1.createdAt ?? .distantFuture, $1.sid) }
    }

    private var verdicts: [String: TwilioLookup] {
        let claims = claims
        let verdicts = candidates.enumerated().map { position, candidate -> (String, TwilioLookup) in
            if let found = candidate.found { return (candidate.send.id, .found(found)) }
            let possible = claims.filter { $0.candidates.contains(position) }.map(\.record)
            return (candidate.send.id, possible.isEmpty ? .absent : .ambiguous(possible))
        }
        return Dictionary(verdicts) { first, _ in first }
    }

    private var claims: [Claim] {
        records.compactMap { record in
            let likenesses = candidates.indices.compactMap { position in
                likeness(of: position, to: record).map { (position, $0) }
            }
            guard let most = likenesses.map(\.1).max() else { return nil }
            return Claim(
                record: record, likeness: most, candidates: likenesses.filter { $0.1 == most }.map(\.0))
        }
    }

    private func likeness(of position: Int, to record: TwilioRecord) -> Int? {
        let candidate = candidates[position]
        let start = candidate.send.sentAfter.addingTimeInterval(-TwilioLookup.clockSkew)
        guard candidate.found == nil, record.createdAt.map({ $0 >= start }) ?? true else { return nil }
        return candidate.traits.likeness(to: record)
    }

    /// Gives messages to the requests that they can only be of; whether there were any.
    private mutating func assign(where isMeant: (Int) -> Bool) -> Bool {
        // Requests that say the same count as one here.
        let clear = claims.filter { claim in
            isMeant(claim.likeness) && Set(claim.candidates.map { candidates[$0].traits }).count == 1
        }
        let byContent = Dictionary(grouping: clear) { candidates[$0.candidates[0]].traits }
        var wasAssigned = false
        for (traits, claims) in byContent {
            let room = candidates.count { $0.found == nil && $0.traits == traits }
            for claim in Self.best(claims, room) where take(claim) { wasAssigned = true }
        }
        return wasAssigned
    }

    /// The messages that show most, in order of time; none when more would have to be chosen among equals.
    private static func best(_ claims: [Claim], _ room: Int) -> [Claim] {
        let order = claims.map(\.likeness).sorted(by: >)
        guard order.count > room else { return claims }
        return order[room - 1] > order[room] ? claims.filter { $0.likeness > order[room] } : []
    }

    private mutating func take(_ claim: Claim) -> Bool {
        guard let position = claim.candidates.first(where: { candidates[$0].found == nil }) else { return false }
        candidates[position].found = claim.record
        records.removeAll { $0.sid == claim.record.sid }
        return true
    }
}
