internal import FoundationEssentials

/// Plays Vapi for one organisation.
struct VapiProvider: Sendable {
    let apiKey: String
    let lines: Int
    let book: CallBook
    let player: CallPlayer
    let faults: FaultDesk
    let resources: VapiResources
    let ambient: Ambient
    var recordings = RecordingLinks()
    var conversations = ConversationLibrary.insurance

    /// `POST /call`.
    ///
    /// - Parameter outcome: how the call is to end; nil lets the number decide.
    /// - Throws: `CancellationError` only.
    func create(_ body: [UInt8], authorization: String?, outcome: String?) async throws -> Answer {
        let fault = faults.draw(.vapi) { !$0.isOfReading && !$0.isOfRecordings }
        switch fault?.kind {
        case nil, .slow, .droppedAfterProcessing, .failureAfterProcessing: break
        case .answeredLate, .webhooksLost, .webhooksTwice, .webhooksLate, .webhooksFinalLost:
            let answer = guarded(authorization) { () throws(VapiProblem) in try open(body, outcome, fault) }
            if fault?.kind == .answeredLate { try await ambient.pause(fault?.delay ?? .zero) }
            return answer
        case .some(let kind):
            try await ambient.pause(fault?.delay ?? .zero)
            return refusal(kind)
        }
        try await ambient.pause(fault?.delay ?? .zero)
        let answer = guarded(authorization) { () throws(VapiProblem) in try open(body, outcome, nil) }
        guard answer.status == 201 else { return answer }
        switch fault?.kind {
        case .droppedAfterProcessing: return .dropped
        case .failureAfterProcessing: return VapiProblem.failure.answer
        default: return answer
        }
    }

    /// `GET /assistant/{id}` and `GET /phone-number/{id}`.
    func resource(_ kind: VapiResources.Kind, _ id: String, authorization: String?) -> Answer {
        guarded(authorization) { () throws(VapiProblem) in try resources.read(kind, id) }
    }

    /// `GET /tool`.
    func tools(authorization: String?) -> Answer {
        guarded(authorization) { () throws(VapiProblem) in resources.list(.tool) }
    }

    /// `POST /tool`.
    func createTool(_ body: [UInt8], authorization: String?) -> Answer {
        guarded(authorization) { () throws(VapiProblem) in
            try resources.create(.tool, UUID().uuidString.lowercased(), body, at: ambient.now().iso)
        }
    }

    /// `PATCH` of the same.
    func change(_ kind: VapiResources.Kind, _ id: String, _ body: [UInt8], authorization: String?) -> Answer {
        guarded(authorization) { () throws(VapiProblem) in try resources.change(kind, id, body) }
    }

    /// `GET /call/{id}`.
    ///
    /// - Throws: `CancellationError` only.
    func read(_ id: String, authorization: String?) async throws -> Answer {
        if let answer = try await misread() { return answer }
        return guarded(authorization) { () throws(VapiProblem) in
            guard let record = book.record(id) else { throw VapiProblem.notFound }
            return Answer(json: record.resource(at: ambient.now()))
        }
    }

    /// `GET /call/{id}/mono-recording` and its like: sends to where the audio lies.
    func audio(_ id: String, _ track: Recording.Track, authorization: String?) -> Answer {
        guarded(authorization) { () throws(VapiProblem) in
            guard let recording = book.record(id)?.recording(track) else { throw VapiProblem.notFound }
            var answer = Answer(status: 302, body: [])
            answer.headers["location"] = recordings.presignedURL(of: recording, issuedAt: ambient.now())
            return answer
        }
    }

    /// `GET /call`.
    ///
    /// - Throws: `CancellationError` only.
    func list(authorization: String?, query: (String) -> String?) async throws -> Answer {
        if let answer = try await misread() { return answer }
        return guarded(authorization) { () throws(VapiProblem) in
            let now = ambient.now()
            return Answer(json: .array(book.list(try CallFilter(query: query)).map { $0.resource(at: now) }))
        }
    }

    /// What goes wrong with reading calls, if anything.
    private func misread() async throws -> Answer? {
        guard let fault = faults.draw(.vapi, fits: { $0.isOfReading }) else { return nil }
        try await ambient.pause(fault.delay)
        return fault.kind == .readFailure ? VapiProblem.failure.answer : .dropped
    }

    private func open(_ body: [UInt8], _ outcome: String?, _ fault: Fault?) throws(VapiProblem) -> Answer {
        guard let json = try? JSON(parsing: body) else { throw .badRequest("The body is not valid JSON") }
        let order = try CallOrder(checking: json)
        guard let outcome = outcome.map({ CallOutcome(rawValue: $0) }) ?? CallOutcome(number: order.number) else {
            throw .badRequest(CallOutcome.choices)
        }
        let opened = book.open(lines: lines) {
            var record = CallRecord(
                CallSnapshot(
                    order, direction: .outbound, createdAt: ambient.now(), recordings: recordings,
                    conversations: conversations),
                outcome: outcome)
            record.webhookFault = fault
            return record
        }
        guard let call = opened?.call else { return blocked }
        player.enqueue(call.id)
        var answer = call.json
        answer["subscriptionLimits"] = limits(blocked: false, remaining: max(0, lines - book.running))
        return Answer(status: 201, json: answer)
    }

    private func limits(blocked: Bool, remaining: Int) -> JSON {
        [
            "concurrencyBlocked": .bool(blocked), "concurrencyLimit": .number("\(lines)"),
            "remainingConcurrentCalls": .number("\(remaining)"),
        ]
    }

    /// No line is free. Vapi's pages promise 201, 400 or a call that ends at once; played is the 400.
    private var blocked: Answer {
        var answer = VapiProblem.overConcurrency.json
        answer["subscriptionLimits"] = limits(blocked: true, remaining: 0)
        return Answer(status: VapiProblem.overConcurrency.status, json: answer)
    }

    private func guarded(_ authorization: String?, _ work: () throws(VapiProblem) -> Answer) -> Answer {
        do throws(VapiProblem) {
            let words = (authorization ?? "").split(separator: " ")
            guard words.count == 2, words[0].lowercased() == "bearer" else { throw .missingKey }
            guard words[1] == apiKey else { throw .invalidKey }
            return try work()
        } catch {
            return error.answer
        }
    }

    private func refusal(_ kind: Fault.Kind) -> Answer {
        switch kind {
        case .tooManyRequests: VapiProblem.tooManyRequests.answer
        case .failure: VapiProblem.failure.answer
        case .quota: VapiProblem.overDailyLimit.answer
        case .concurrencyLimit: blocked
        case .unauthorized: VapiProblem.invalidKey.answer
        case .htmlError: .html
        default: .dropped
        }
    }
}
