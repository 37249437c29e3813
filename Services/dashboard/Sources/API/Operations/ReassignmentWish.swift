internal import Contracts
internal import Foundation
internal import LenientJSON

/// Which calls a request wants to be given away.
enum ReassignmentWish: Sendable, Equatable {
    case every(CallFilter)
    case calls([CallID])

    /// - Throws: ``APIProblem`` when it is neither of the two, or both.
    init(_ call: APICall) throws {
        switch (call.body?["call_ids"], call.body?["filter"]) {
        case (let ids?, nil):
            var seen: Set<CallID> = []
            let all = ids.elements.compactMap { $0.string.flatMap { CallID($0) } }
            self = .calls(all.filter { seen.insert($0).inserted })
        case (nil, let filter?): self = .every(try Self.filter(filter))
        default:
            throw APIProblem.invalid([BodyProblem(pointer: "#", detail: "must have either call_ids or filter")])
        }
    }

    /// Those that are named.
    var named: [CallID] {
        switch self {
        case .every: []
        case .calls(let calls): calls
        }
    }

    /// The same values as in an address, read in the same way.
    private static func filter(_ node: JSONNode) throws -> CallFilter {
        let items = CallOperations.filter.flatMap { parameter -> [(String, String)] in
            guard let value = node[parameter.name] else { return [] }
            let texts =
                parameter.isRepeated
                ? value.elements.compactMap(\.string) : [value.string ?? value.int.map { "\($0)" }].compactMap(\.self)
            return texts.map { (parameter.name, $0) }
        }
        do {
            return try CallFilter(Query(items))
        } catch {
            throw APIProblem.invalid("filter", "has a value that makes no sense")
        }
    }
}
