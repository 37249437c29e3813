internal import Contracts
internal import Deadlines
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Metrics
internal import Observability
internal import ResendWebhooks
internal import ServiceContextModule

/// `POST /api/webhooks/resend`: what became of a mail of ours.
///
/// - 204: stored. - 400: no event; kept all the same. - 401: not from Resend, too old, or no secret is configured; nothing
/// is stored. - 413: too large. - 503: not stored; Resend tries again for a day.
struct ResendWebhook: Sendable {
    static let path: RouterPath = "/api/webhooks/resend"

    /// Empty: nothing can be verified, so nothing is taken.
    let secrets: [String]
    let intake: MessageIntake
    let bodies: SmallBodies
    let logger: Logger

    func handle(_ request: Request) async -> Response {
        do {
            let body = try await verified(request)
            let disposition = try await store(body, request)
            count(.noContent, disposition)
            return Response(status: .noContent)
        } catch let refusal as Refusal {
            count(refusal.status, "refused")
            return refusal.response
        } catch {
            logger.error("what Resend posted was not stored, it is asked to try again", error: error)
            count(.serviceUnavailable, "refused")
            return Refusal.unavailable(.nothing).response
        }
    }

    private func verified(_ request: Request) async throws -> [UInt8] {
        func header(_ name: String) -> String? { HTTPField.Name(name).flatMap { request.headers[$0] } }
        // A stranger's body is not even read.
        guard !secrets.isEmpty else { throw refused(.noSecret) }
        guard let signatures = header("svix-signature") else { throw refused(.missingHeader) }
        let body = try await bodies.read(request, atMost: 256 << 10)
        let verdict = SvixSignature.verify(
            id: header("svix-id"), timestamp: header("svix-timestamp"), signatures: signatures, body: body,
            secrets: secrets, now: Date())
        if case .refused(let refusal) = verdict { throw refused(refusal) }
        return body
    }

    private func refused(_ reason: SvixSignature.Refusal) -> Refusal {
        Counter(label: "thavon_webhooks_refused_total", dimensions: [("reason", "resend: \(reason.rawValue)")])
            .increment()
        return .unauthorized
    }

    private func store(_ body: [UInt8], _ request: Request) async throws -> String {
        let event = try? ResendWebhookEvent(body: body)
        let now = Date()
        let reading = event.map { ReceiptReading($0, now: now) }
        let raw = RawEvent(
            id: .timeOrdered(at: now), receivedAt: now, source: "resend",
            type: event?.type.cleaned(limit: 100) ?? "unreadable", providerCallID: nil, callID: nil,
            agencyID: event?.tags["agency"].flatMap { AgencyID($0) },
            disposition: reading?.disposition ?? "unreadable", headers: KeptHeaders.json(request.headers), body: body,
            traceparent: ServiceContext.current?.trace?.traceparent)
        try await withDeadline(bodies.commitDeadline) { [intake] in try await intake.keep(raw, reading?.receipt) }
        guard let reading else { throw Refusal.notJSON("it is no event") }
        return reading.disposition
    }

    private func count(_ status: HTTPResponse.Status, _ disposition: String) {
        Counter(
            label: "thavon_webhooks_total",
            dimensions: [("type", "resend"), ("status", "\(status.code)"), ("disposition", disposition)]
        ).increment()
    }
}
