internal import Foundation

/// How the API shows many calls that are given away.
enum ReassignmentResources {
    static let job = Resource<Reassignment>(
        "ReassignmentJob", "Many calls that are given to somebody else, and how far that has come.",
        [
            .init("id", "Of the job.") { $0.id },
            .init(
                "state", "`waiting`: nobody is at it yet, or it is held.",
                oneOf: JobState.allCases.map(\.rawValue)
            ) { $0.state.rawValue },
            .init(
                "held", "Why it waits: the service that gives calls does not answer, or cannot do it right now.",
                oneOf: Reassignment.Hold.allCases.map(\.rawValue)
            ) { $0.held?.rawValue },
            .init("failure", "Why it failed.", oneOf: Reassignment.Failure.allCases.map(\.rawValue)) {
                $0.failure?.rawValue
            },
            .init("filter", "Whose calls these are, as an address has it; null: each was named.") { $0.query },
            .init("is_collected", "Whether it is known which calls it is about.") { $0.isCollected },
            .init("agent_id", "Who gets them; null: several share them.") { $0.agentID },
            .init("agent_name", "Their name.") { $0.agentName },
            .init("from_agent_name", "Whose they have been, where somebody hands over all that they have.") {
                $0.fromName
            },
            .init("started_by", "Who wished it.") { $0.accountName },
            .init("calls", "How many it is about, as far as that is known.") { $0.calls },
            .init("done", "Those that are dealt with.") { $0.done },
            .init("moved", "Of them, those that have changed hands.") { $0.moved },
            .init("kept", "Of them, those that were theirs already.") { $0.kept },
            .init("refused", "Of them, those that could not be given.") { $0.refused },
            .init("created_at", "When it was wished.") { $0.createdAt },
            .init("ended_at", "When it was over.") { $0.endedAt },
        ])

    static let refused = Resource<ListRefusedCalls.Refused>(
        "RefusedCall", "A call that could not be given away.",
        [
            .init("call_id", "Of the call.") { $0.callID },
            .init("created_at", "When it came to be known.") { $0.createdAt },
            .init("name", "With whom it was, as far as that is known.") { $0.name },
            .init(
                "reason",
                "`not_over`: nobody can have it yet. `unknown`: there is no such call any more. Or a sentence."
            ) { $0.reason.text },
        ])

    /// The parameters of the list of calls, as members.
    static let filter = JSONSchema(
        "CallFilter", "Which calls: like the parameters of /calls. Without any, all of the agency.",
        members: CallOperations.filter.map { parameter in
            var one = parameter.schema
            one.description = nil
            let many = JSONSchema(.array, parameter.schema.description, length: 0...20, items: one)
            return .optional(parameter.name, parameter.isRepeated ? many : parameter.schema)
        })

    static let new = JSONSchema(
        "NewReassignment", "Calls to be given away: either each is named, or all that match are meant.",
        members: [
            .required("agent_id", JSONSchema(.string, "Who is to get them.", format: .uuid)),
            .optional(
                "call_ids",
                JSONSchema(
                    .array, "Of the calls.", length: 1...BulkReassignRoutes.most,
                    items: JSONSchema(.string, format: .uuid))),
            .optional("filter", filter),
        ])
}
