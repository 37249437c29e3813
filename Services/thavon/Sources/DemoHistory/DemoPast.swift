internal import DemoCalls
internal import Foundation

/// The last two weeks of the demo agency: its calls, who got them and why. Pure, and but for the time always the same.
struct DemoPast: Sendable {
    private static let ordinaryCalls = 171
    /// Those nobody has called yet: there is something left to happen.
    private static let untouchedLeads: Set = [5, 14, 16, 32, 33, 38, 39, 40, 41, 42, 43, 44]

    let now: Date
    let calendar: DemoCalendar
    let leads: [DemoLeadFacts]
    let agents: [DemoAgentFacts]
    /// In the order in which they were made.
    private(set) var calls: [DemoPastCall] = []
    /// Whose leads they are since then.
    private(set) var owners: [String: String] = [:]
    var chance = DemoChance(seed: 20_260_614)

    init(now: Date, leads: [DemoLeadFacts], agents: [DemoAgentFacts]) {
        self.now = now
        self.leads = leads
        self.agents = agents
        calendar = DemoCalendar(now: now)
        var drafts: [DemoPastCall] = []
        for (index, moment) in calendar.moments(Self.ordinaryCalls, &chance).enumerated() {
            drafts.append(ordinaryCall(index + 1, at: moment))
        }
        let byNumber = Dictionary(leads.map { ($0.number, $0) }) { first, _ in first }
        drafts += DemoOddities.calls(at: oddMoments(), leads: byNumber)
        decide(drafts.sorted { ($0.createdAt, $0.number) < ($1.createdAt, $1.number) })
    }

    /// Early enough that the longest of them, which is the first, is over.
    private func oddMoments() -> [Date] {
        (0..<9).map { calendar.workingHour(9 + $0 % 3 * 2, daysAway: -8 + min($0, 7)).addingTimeInterval(1300) }
            .sorted()
    }

    private mutating func ordinaryCall(_ number: Int, at moment: Date) -> DemoPastCall {
        let reachable = leads.filter { lead in
            !Self.untouchedLeads.contains(lead.number)
                && (8..<20).contains(DemoCalendar.hour(moment, zone: lead.timeZone))
        }
        let lead = reachable.isEmpty ? nil : reachable[chance.int(0..<reachable.count)]
        let outcome = DemoOutcome(percent: chance.percent())
        let spoken = lead?.language.flatMap { DemoLibrary.conversations(in: $0).isEmpty ? nil : $0 } ?? "en"
        let choice = chance.int(0..<max(1, DemoLibrary.conversations(in: spoken).count))
        let key = DemoConversationKey(language: spoken, number: choice + 1)
        let isInbound = DemoLibrary.conversation(key)?.isInbound == true || chance.percent() < 35
        // Nobody calls and does not answer.
        var call = DemoPastCall(
            number: number, lead: lead, outcome: outcome, isInbound: outcome == .conversation && isInbound,
            language: lead?.language, createdAt: moment)
        call.speak(key, name: call.isInbound ? nil : lead?.name)
        return call
    }

    private mutating func decide(_ drafts: [DemoPastCall]) {
        var decisions = DemoDecisions(agents: agents)
        calls = drafts.map { draft in
            var call = draft
            guard call.isDecided else { return call }
            guard call.isAgencys else {
                call.decision = DemoDecisions.Decision(rule: "unmatched", candidates: [])
                return call
            }
            (call.agent, call.decision) = decisions.decide(
                call.lead, language: call.language, needsSomebody: call.needsSomebody)
            return call
        }
        owners = decisions.owners
    }

    /// Whose lead it is at the end.
    func owner(of lead: DemoLeadFacts) -> DemoAgentFacts? {
        agents.first { $0.id == lead.ownerID ?? owners[lead.id] }
    }
}
