internal import FoundationEssentials
internal import OutboundHTTP
internal import ServiceLifecycle

/// Lets what becomes of messages happen, and posts it: each message for itself, its callbacks in turn.
///
/// A callback that is not accepted is repeated where its address asks for that (``CallbackRetries``).
struct MessagePlayer: Service {
    let twilio: TwilioProvider
    let client: HTTPClient

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await sid in twilio.due.cancelOnGracefulShutdown() {
                group.addTask { await play(sid) }
            }
            group.cancelAll()
        }
    }

    private func play(_ sid: String) async {
        guard let record = twilio.record(sid) else { return }
        guard record.direction != .inbound else { return await announce(record) }
        let script = MessageEvent.script(
            on: record.channel, failure: record.failure, duration: twilio.account.duration, fault: record.fault)
        var tokens: [MessageEvent: String] = [:]
        for step in script.steps {
            guard (try? await twilio.ambient.pause(step.after)) != nil else { return }
            twilio.update(sid) { $0.apply(step.event, at: twilio.ambient.now()) }
            tokens[step.event] = UUID().text
            guard let url = record.draft.statusCallback else { continue }
            for event in step.posts {
                guard (try? await twilio.ambient.pause(script.postDelay)) != nil,
                    let current = twilio.record(sid)
                else { return }
                await post(
                    current.callback(event, of: twilio.account), to: url, about: sid, event.status.rawValue,
                    token: tokens[event] ?? UUID().text)
            }
        }
    }

    private func announce(_ record: MessageRecord) async {
        guard let url = twilio.account.inboundURL else { return }
        await post(
            record.inbound(of: twilio.account), to: url, about: record.sid, "inbound", token: UUID().text)
    }

    /// - Parameter token: the same for what is posted again.
    private func post(
        _ fields: [(String, String)], to url: String, about sid: String, _ name: String, token: String
    ) async {
        let retries = CallbackRetries(url: url)
        // The fragment is for Twilio alone: it is neither sent nor signed.
        let url = String(url.prefix { $0 != "#" })
        var request = HTTPRequest(method: .post, url: url)
        request.timeouts.total = .seconds(15)
        request.headers["content-type"] = "application/x-www-form-urlencoded; charset=utf-8"
        request.headers["user-agent"] = "TwilioProxy/1.1"
        request.headers["i-twilio-idempotency-token"] = token
        request.headers["x-twilio-signature"] = TwilioSignature.make(
            url: url, fields: fields, token: twilio.account.authToken)
        request.body = Array(PercentEncoding.form(fields).utf8)
        for number in 1... {
            let failure = await attempt(request, about: sid, name)
            guard let pause = retries.pause(afterAttempt: number, failure),
                (try? await twilio.ambient.pause(pause)) != nil
            else { return }
        }
    }

    private func attempt(
        _ request: HTTPRequest, about sid: String, _ name: String
    ) async -> CallbackRetries.Failure? {
        var delivery = Delivery(message: name, at: twilio.ambient.now())
        var failure: CallbackRetries.Failure?
        do throws(HTTPClientError) {
            let status = try await client.send(request).status
            delivery.status = status
            failure = .init(status: status)
        } catch {
            delivery.error = "\(error.code)"
            failure = .init(error)
        }
        twilio.update(sid) { [delivery] in $0.callbacks.append(delivery) }
        return failure
    }
}
