internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// `/recordings`: the audio of calls, for those who have a link that is still good; whole, or a part of it (`Range`).
struct RecordingRoutes: Sendable {
    private static let pieceBytes = 64 * 1024

    let links: RecordingLinks
    let faults: FaultDesk
    let ambient: Ambient

    func add(to router: Router<SandboxContext>) {
        for method in [HTTPRequest.Method.get, .head] {
            router.on("/recordings/:id/:file", method: method) { request, context in
                let id = try context.parameters.require("id")
                let file = try context.parameters.require("file")
                let response = try await answer(request, context, id, file)
                return method == .head ? response.createHeadResponse() : response
            }
        }
    }

    private func answer(
        _ request: Request, _ context: SandboxContext, _ id: String, _ file: String
    ) async throws -> Response {
        let fault = faults.draw(.vapi) { $0.isOfRecordings }
        let recording = links.recording(callID: id, file: file, at: ambient.now()) { request.query($0) }
        guard let recording, fault?.kind != .recordingExpired else { return Self.refusal(.forbidden, "AccessDenied") }
        let sound = recording.sound
        switch fault?.kind {
        case .recordingMissing: return Self.refusal(.notFound, "NoSuchKey")
        case .recordingWrongType:
            return Response(
                status: .ok, headers: [.contentType: "text/html"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: "<html><body>Sign in to hear this.</body></html>\n")))
        case .recordingTooLarge: return endless(sound)
        default: break
        }
        guard let range = request.headers[.range] else { return response(sound, 0..<sound.count, fault, context) }
        guard let part = Self.range(range, of: sound.count) else {
            var response = Self.refusal(.rangeNotSatisfiable, "InvalidRange")
            response.headers[.contentRange] = "bytes */\(sound.count)"
            return response
        }
        var response = response(sound, part, fault, context)
        response.status = .partialContent
        response.headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(sound.count)"
        return response
    }

    private func response(
        _ sound: SpeechSound, _ range: Range<Int>, _ fault: Fault?, _ context: SandboxContext
    ) -> Response {
        let end = fault?.kind == .recordingBroken ? range.lowerBound + range.count / 2 : range.upperBound
        // At least ten pieces, so that what is slow is slow all the way.
        let piece = fault?.kind == .recordingSlow ? max(1, range.count / 10) : Self.pieceBytes
        let body = ResponseBody(contentLength: range.count) { writer in
            var place = range.lowerBound
            while place < end {
                let next = min(place + piece, end)
                if fault?.kind == .recordingSlow, let delay = fault?.delay { try await ambient.pause(delay / 10) }
                try await writer.write(ByteBuffer(bytes: sound.bytes(place..<next)))
                place = next
            }
            guard end == range.upperBound else { return try await context.channel.close() }
            try await writer.finish(nil)
        }
        return Response(status: .ok, headers: [.contentType: "audio/wav", .acceptRanges: "bytes"], body: body)
    }

    private func endless(_ sound: SpeechSound) -> Response {
        let body = ResponseBody(contentLength: 10_000_000_000) { writer in
            try await writer.write(ByteBuffer(bytes: sound.bytes(0..<sound.count)))
            let silence = ByteBuffer(repeating: 0, count: Self.pieceBytes)
            // Until nobody listens any more.
            while !Task.isCancelled { try await writer.write(silence) }
        }
        return Response(status: .ok, headers: [.contentType: "audio/wav"], body: body)
    }

    /// One range of bytes; nil when it cannot be had.
    private static func range(_ text: String, of count: Int) -> Range<Int>? {
        guard text.hasPrefix("bytes=") else { return nil }
        let ends = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2 else { return nil }
        if ends[0].isEmpty { return Int(ends[1]).flatMap { $0 > 0 ? max(0, count - $0)..<count : nil } }
        guard let first = Int(ends[0]), first >= 0, first < count else { return nil }
        guard !ends[1].isEmpty else { return first..<count }
        guard let last = Int(ends[1]), last >= first else { return nil }
        return first..<min(last + 1, count)
    }

    /// As a storage says it.
    private static func refusal(_ status: HTTPResponse.Status, _ code: String) -> Response {
        Response(
            status: status, headers: [.contentType: "application/xml"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: "<Error><Code>\(code)</Code></Error>\n")))
    }
}
