internal import Contracts
internal import Deadlines
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Metrics
internal import NIOCore
internal import Observability
internal import ServiceContextModule
internal import Twilio

/// `POST /api/webhooks/twilio/status`: what became of a message of ours. `POST /api/webhooks/twilio/inbound`: somebody has
/// written to us.
///
/// - 204, 200: stored; what was written is answered with an empty TwiML document, by which Twilio sends nothing in return.
/// - 400: not what Twilio posts; kept all the same. - 401: not from Twilio, or no token is configured; nothing is stored.
/// - 413: too large. - 503: not stored.
///
/// Twilio posts once, and a second time only when there was no connection; more where the address that it is given ends
/// with `#rc=3&rp=all`, which is not part of what is signed
/// (https://www.twilio.com/docs/usage/webhooks/webhooks-connection-overrides).
struct TwilioWebhooks: Sendable {
    static let statusPath: RouterPath = "/api/webhooks/twilio/status"
    static let inboundPath: RouterPath = "/api/webhooks/twilio/inbound"

    struct Settings: Sendable {
        var authToken: String
        /// Where Twilio finds us, without `/status` and `/inbound`: what it signs, whatever a proxy makes of it.
        var publicURL: String
    }

    /// Nil: nothing can be verified, so nothing is taken.
    let settings: Settings?
    let intake: MessageIntake
    let bodies: SmallBodies
    let logger: Logger

    func status(_ request: Request) async -> Response {
        await answering(request, "status") { body, fields in
            var raw = raw(request, body, type: "status")
            guard let callback = TwilioCallback(fields) else { throw await unreadable(raw) }
            let reading = ReceiptReading(callback, query: request.uri.query ?? "", now: raw.receivedAt)
            raw.type = "status.\(callback.statusText.cleaned(limit: 100) ?? "unknown")"
            raw.disposition = reading.disposition
            let kept = raw
            try await withDeadline(bodies.commitDeadline) { [intake] in try await intake.keep(kept, reading.receipt) }
            return (Response(status: .noContent), reading.disposition)
        }
    }

    func inbound(_ request: Request) async -> Response {
        await answering(request, "inbound") { body, fields in
            let raw = raw(request, body, type: "inbound")
            guard let message = TwilioInbound(fields).flatMap({ InboundMessage($0, now: raw.receivedAt) }) else {
                throw await unreadable(raw)
            }
            let disposition = try await withDeadline(bodies.commitDeadline) { [intake] in
                try await intake.take(message, raw)
            }
            let silence = ResponseBody(byteBuffer: ByteBuffer(string: "<Response/>"))
            return (Response(status: .ok, headers: [.contentType: "text/xml"], body: silence), disposition)
        }
    }

    /// Verifies, and answers with what `handle` makes of the form.
    private func answering(
        _ request: Request, _ kind: String,
        _ handle: ([UInt8], [(String, String)]) async throws -> (Response, disposition: String)
    ) async -> Response {
        do {
            let (body, fields) = try await verified(request, kind)
            let (response, disposition) = try await handle(body, fields)
            count(kind, response.status, disposition)
            return response
        } catch let refusal as Refusal {
            count(kind, refusal.status, "refused")
            return refusal.response
        } catch {
            logger.error("what Twilio posted was not stored", error: error, metadata: ["kind": "\(kind)"])
            count(kind, .serviceUnavailable, "refused")
            return Refusal.unavailable(.nothing).response
        }
    }

    private func verified(_ request: Request, _ kind: String) async throws -> ([UInt8], [(String, String)]) {
        let signature = HTTPField.Name("x-twilio-signature").flatMap { request.headers[$0] }
        guard let settings else { throw refused("no token is configured") }
        // A stranger's body is not even read.
        guard let signature else { throw refused("no signature") }
        let body = try await bodies.read(request, atMost: 64 << 10)
        let fields = TwilioForm.fields(of: body)
        let query = request.uri.query.map { "?\($0)" } ?? ""
        let isValid = TwilioSignature.isValid(
            url: "\(settings.publicURL)/\(kind)\(query)", parameters: fields, signature: signature,
            authToken: settings.authToken)
        guard isValid else { throw refused("wrong signature") }
        return (body, fields)
    }

    private func refused(_ reason: String) -> Refusal {
        Counter(label: "thavon_webhooks_refused_total", dimensions: [("reason", "twilio: \(reason)")]).increment()
        return .unauthorized
    }

    /// Twilio's, and yet not what it is known to post: whoever looks into it finds it.
    private func unreadable(_ raw: RawEvent) async -> any Error {
        do {
            try await withDeadline(bodies.commitDeadline) { [intake] in try await intake.keep(raw) }
            return Refusal.notJSON("no id, or nothing about a message")
        } catch {
            return error
        }
    }

    private func raw(_ request: Request, _ body: [UInt8], type: String) -> RawEvent {
        RawEvent(
            id: .timeOrdered(), receivedAt: Date(), source: "twilio", type: type, providerCallID: nil, callID: nil,
            agencyID: nil, disposition: "unreadable", headers: KeptHeaders.json(request.headers), body: body,
            traceparent: ServiceContext.current?.trace?.traceparent)
    }

    private func count(_ kind: String, _ status: HTTPResponse.Status, _ disposition: String) {
        Counter(
            label: "thavon_webhooks_total",
            dimensions: [("type", "twilio.\(kind)"), ("status", "\(status.code)"), ("disposition", disposition)]
        ).increment()
    }
}
