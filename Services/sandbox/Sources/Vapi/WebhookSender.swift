internal import FoundationEssentials
internal import OutboundHTTP

/// Where the server messages of a call go, and how.
struct WebhookTarget: Sendable, Equatable {
    var url: String
    var secret: String?
    var headers: [String: String] = [:]
    var timeout = Duration.seconds(20)
    var backoff: BackoffPlan?

    init(url: String, secret: String?) {
        self.url = url
        self.secret = secret
    }

    /// The target of the call's own server, if it names one, else this one.
    func overridden(by server: JSON?) -> WebhookTarget {
        guard let server, let url = server["url"]?.string else { return self }
        var target = WebhookTarget(url: url, secret: server["secret"]?.string ?? secret)
        target.headers = server["headers"]?.members?.compactMapValues(\.string) ?? [:]
        target.timeout = .seconds(min(max(server["timeoutSeconds"]?.double ?? 20, 1), 300))
        target.backoff = BackoffPlan(server["backoffPlan"])
        return target
    }
}

/// One attempt to deliver a server message.
struct Delivery: Sendable, Equatable {
    /// The message's type; for a status-update followed by the status.
    var message: String
    var at: Date
    /// Nil when there was no answer.
    var status: Int?
    var error: String?

    var isSuccess: Bool { status.map { (200..<300).contains($0) } ?? false }
    var result: String { status.map { "\($0)" } ?? error.map { "no answer (\($0))" } ?? "no answer" }
}

/// Posts server messages.
struct WebhookSender: Sendable {
    let client: HTTPClient
    let ambient: Ambient

    /// Posts until it is accepted or the target's plan gives up.
    ///
    /// - Parameter message: made anew for each attempt, as presigned addresses are.
    func post(
        callID: String, to target: WebhookTarget, _ message: @Sendable (Date) -> JSON
    ) async -> [Delivery] {
        var deliveries: [Delivery] = []
        while true {
            let now = ambient.now()
            let delivery = await attempt(message(now), callID, target, at: now)
            deliveries.append(delivery)
            guard
                let delay = target.backoff?.delay(afterAttempt: deliveries.count, status: delivery.status),
                (try? await ambient.pause(delay)) != nil
            else { return deliveries }
        }
    }

    private func attempt(_ body: JSON, _ callID: String, _ target: WebhookTarget, at now: Date) async -> Delivery {
        var request = HTTPRequest(method: .post, url: target.url)
        request.timeouts.total = target.timeout
        request.headers["content-type"] = "application/json"
        request.headers["x-call-id"] = callID
        if let secret = target.secret { request.headers["x-vapi-secret"] = secret }
        for (name, value) in target.headers { request.headers[name] = value }
        request.body = body.bytes
        var delivery = Delivery(message: Self.name(of: body), at: now)
        do throws(HTTPClientError) {
            delivery.status = try await client.send(request).status
        } catch {
            delivery.error = "\(error.code)"
        }
        return delivery
    }

    private static func name(of body: JSON) -> String {
        let type = body.at("message", "type")?.string ?? ""
        guard type == "status-update", let status = body.at("message", "status")?.string else { return type }
        return "\(type) \(status)"
    }
}
