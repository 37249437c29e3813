internal import Contracts
internal import FoundationEssentials
internal import LenientJSON
internal import Messaging
internal import Observability
internal import ServiceContextModule

/// Takes in what the provider says about a call when it is asked, through the same door as what it says by itself.
struct ReconciledCalls: Sendable {
    let writer: WebhookWriter

    func take(_ command: Command<IngestCall>) async throws -> (IngestCall.Reply, [OutgoingEvent]) {
        let message: VapiMessage
        do {
            message = try Self.report(of: Array(command.data.call.utf8))
        } catch {
            throw CommandRefused("the call cannot be read: \(error)")
        }
        guard message.callID != nil else { throw CommandRefused("the call has no id") }
        let raw = RawEvent(
            id: .timeOrdered(), receivedAt: Date(), source: "reconciler", type: message.type,
            providerCallID: message.callID, callID: nil, agencyID: nil, disposition: "ignored", headers: "{}",
            body: message.withoutSecrets, traceparent: ServiceContext.current?.trace?.traceparent)
        let disposition = try await writer.submit(Submission(facts: message.facts, raw: raw))
        return (.init(disposition: disposition), [])
    }

    /// A call as `GET /call/{id}` shows it, as a final report: the same members stand in it under the same names.
    static func report(of call: [UInt8]) throws(JSONParseError) -> VapiMessage {
        let root = try JSONDocument(parsing: call).root
        let shared = [
            "endedReason", "startedAt", "endedAt", "artifact", "analysis", "customer", "summary", "transcript",
        ]
        let members = shared.compactMap { name -> String? in
            guard let value = root[name], !value.isNull else { return nil }
            return "\"\(name)\":\(String(decoding: value.rawBytes, as: UTF8.self))"
        }
        let text =
            #"{"message":{"type":"end-of-call-report","call":"# + String(decoding: call, as: UTF8.self)
            + members.map { "," + $0 }.joined() + "}}"
        return try VapiMessage(parsing: Array(text.utf8))
    }
}
