internal import Foundation
internal import ObjectStore
internal import OutboundHTTP

/// What came of asking for a file.
enum Download: Sendable, Equatable {
    case audio(FetchedRecording)
    /// It is not to be had from there: asking again changes nothing.
    case refused(status: Int?, detail: String)
    case wrong(RecordingFault, detail: String)
    /// It could not be had now.
    case notNow(isUnreachable: Bool, detail: String)
    case tooLarge(detail: String)
    case noRoom(ObjectStoreError)
}

/// What is wrong with bytes that came.
enum RecordingFault: Sendable, Equatable {
    case notAudio, empty
}

/// Fetches a file into the store: nothing of it is in memory, and nothing is stored that is no audio.
struct Downloads: Sendable {
    let store: ObjectStore
    let http: HTTPClient
    let maxBytes: Int

    /// - Throws: `CancellationError` when nobody wants it any more.
    func fetch(
        _ request: HTTPRequest, as name: ObjectName, source: FetchedRecording.Source
    ) async throws -> Download {
        guard let key = ObjectKey(name.description) else { return .refused(status: nil, detail: "no key") }
        do {
            let file = try await store.stage()
            var request = request
            request.download = FileDownload(descriptor: file.descriptor)
            request.maxResponseBytes = maxBytes
            request.timeouts = .init(connect: .seconds(5), total: .seconds(600), stall: .seconds(30))
            request.maxRedirects = 3
            let response = try await http.send(request)
            if let refusal = Self.refusal(response) { return refusal }
            return try await keep(file, as: key, from: response, source)
        } catch let error as HTTPClientError {
            return try Self.outcome(of: error)
        } catch let error as ObjectStoreError {
            return .noRoom(error)
        }
    }

    /// Looks at what has come, and stores it when it is audio.
    private func keep(
        _ file: StagedFile, as key: ObjectKey, from response: HTTPResponse, _ source: FetchedRecording.Source
    ) async throws -> Download {
        let type = response.headers["Content-Type"]
        let bytes = try await store.size(of: file)
        guard bytes > 0 else { return .wrong(.empty, detail: "no bytes came") }
        let head = try await store.prefix(of: file, AudioFile.headBytes)
        guard AudioFile.mayBeAudio(contentType: type), let audio = AudioFile(head: head, size: bytes) else {
            return .wrong(.notAudio, detail: "\(bytes) bytes of \(type?.prefix(100) ?? "no type")")
        }
        let digest = try await store.digest(of: file)
        try Task.checkCancellation()
        let contentType = audio.format.contentType
        try await store.put(file, digest: digest, as: key, contentType: contentType)
        return .audio(
            FetchedRecording(
                objectKey: key.description, contentType: contentType, bytes: bytes, seconds: audio.seconds,
                sha256: digest, source: source))
    }

    private static func refusal(_ response: HTTPResponse) -> Download? {
        switch response.status {
        case 200..<300: nil
        case 408, 425, 429, 500...: .notNow(isUnreachable: true, detail: "answered with \(response.status)")
        default: .refused(status: response.status, detail: "answered with \(response.status)")
        }
    }

    private static func outcome(of error: HTTPClientError) throws -> Download {
        let detail = [error.code.rawValue, error.detail].compactMap(\.self).joined(separator: ", ")
        switch error.code {
        case .responseTooLarge: return .tooLarge(detail: detail)
        case .file:
            let isFull = error.detail == "no space left"
            return .noRoom(ObjectStoreError(isFull ? .full : .unavailable, error.detail ?? "a file cannot be written"))
        case .invalidURL, .invalidRequest, .egressDenied, .tooManyRedirects, .dns, .tls:
            return .refused(status: nil, detail: detail)
        case .connect: return .notNow(isUnreachable: true, detail: detail)
        case .timeout, .connectionLost, .invalidResponse, .failed: return .notNow(isUnreachable: false, detail: detail)
        case .cancelled, .closed: throw CancellationError()
        }
    }
}
