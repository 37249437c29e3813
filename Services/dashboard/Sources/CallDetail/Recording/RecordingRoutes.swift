internal import Contracts
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import ObjectStore
internal import Postgres

/// `/calls/{id}/recording`: the audio of a call, from our own store, to those who may see the call.
struct RecordingRoutes: Sendable {
    /// Read before the answer begins, so that what is not there is an answer of its own.
    private static let firstPiece = 64 * 1024

    let console: Console

    func add(to group: RouterGroup<ViewerContext>) {
        group.get("/calls/:id/recording") { request, context in
            try await send(try context.id("id"), request, context.viewer)
        }
        group.head("/calls/:id/recording") { request, context in
            let file = try await find(try context.id("id"), context.viewer)
            var headers = headers(file, isDownload: Self.isDownload(request))
            headers[.contentLength] = "\(file.row.bytes)"
            return Response(status: .ok, headers: headers)
        }
    }

    private struct File: Sendable {
        var row: FindStoredRecording.Stored
        var key: ObjectKey
        var callID: UUID

        /// Strong: an object's bytes never change under its hash, nor under its key.
        var entityTag: String {
            guard let hash = row.sha256, !hash.isEmpty else { return "\"\(key)\"" }
            return "\"\(hash.hex)\""
        }
    }

    private func find(_ id: UUID, _ viewer: Viewer) async throws -> File {
        let found = try await console.database.run(as: viewer) { transaction in
            try await transaction.execute(FindStoredRecording(callID: id)).first
        }
        guard let found, let key = ObjectKey(found.objectKey) else { throw NotFound() }
        return File(row: found, key: key, callID: id)
    }

    /// The audio, or the part that is asked for.
    ///
    /// - Throws: ``NotFound`` when there is none that the viewer may hear.
    func send(_ id: UUID, _ request: Request, _ viewer: Viewer) async throws -> Response {
        let file = try await find(id, viewer)
        var headers = headers(file, isDownload: Self.isDownload(request))
        if Self.isKnown(request.headers[.ifNoneMatch], file.entityTag) {
            return Response(status: .notModified, headers: headers)
        }
        let length = file.row.bytes
        // RFC 9110 §14.2: ranges are for GET alone.
        let range = ByteRange(
            request.method == .get ? request.headers[.range] : nil, ifRange: request.headers[.ifRange],
            entityTag: file.entityTag, length: length)
        switch range {
        case .unsatisfiable:
            headers[.contentRange] = "bytes */\(length)"
            headers[.contentDisposition] = nil
            headers[.contentType] = nil
            return Response(status: .rangeNotSatisfiable, headers: headers)
        case .whole:
            return Response(status: .ok, headers: headers, body: try await body(file, 0..<length))
        case .part(let part):
            headers[.contentRange] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(length)"
            return Response(status: .partialContent, headers: headers, body: try await body(file, part))
        }
    }

    /// - Throws: ``NotFound`` when the object is gone although the row says otherwise.
    private func body(_ file: File, _ range: Range<Int>) async throws -> ResponseBody {
        let end = min(range.lowerBound + Self.firstPiece, range.upperBound)
        let first = ByteBuffer(bytes: try await piece(file, range.lowerBound..<end))
        let rest = console.recordings.stream(file.key, end..<range.upperBound)
        return ResponseBody(contentLength: range.count) { writer in
            try await writer.write(first)
            for try await piece in rest { try await writer.write(ByteBuffer(bytes: piece)) }
            try await writer.finish(nil)
        }
    }

    private func piece(_ file: File, _ range: Range<Int>) async throws -> [UInt8] {
        do {
            let bytes = try await console.recordings.bytes(of: file.key, in: range)
            if bytes.count == range.count { return bytes }
        } catch {
            guard error.code == .missing else { throw error }
        }
        console.logger.error("a stored recording is not there", metadata: ["call_id": "\(file.callID)"])
        throw NotFound()
    }

    private func headers(_ file: File, isDownload: Bool) -> HTTPFields {
        var headers: HTTPFields = [
            .contentType: file.row.contentType, .acceptRanges: "bytes", .eTag: file.entityTag,
            // Long enough for seeking to and fro, short enough that what is deleted is soon gone everywhere.
            .cacheControl: "private, max-age=60",
        ]
        if isDownload {
            let name = "call-\(file.row.at.ISO8601Format().prefix(10))-\(file.callID.uuidString.lowercased().prefix(8))"
            headers[.contentDisposition] =
                "attachment; filename=\"\(name).\(Self.ending(of: file.row.contentType))\""
        }
        return headers
    }

    private static func isDownload(_ request: Request) -> Bool {
        request.uri.queryParameters.contains { $0.key == "download" }
    }

    /// Weak comparison, and `*` for any (RFC 9110 §13.1.2).
    static func isKnown(_ header: String?, _ entityTag: String) -> Bool {
        guard let header else { return false }
        return header.split(separator: ",").contains { part in
            let tag = part.trimmingCharacters(in: .whitespaces)
            return tag == "*" || tag == entityTag || tag == "W/" + entityTag
        }
    }

    static func ending(of contentType: String) -> String {
        switch contentType.prefix(while: { $0 != ";" }).lowercased() {
        case "audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave": "wav"
        case "audio/mpeg", "audio/mp3": "mp3"
        case "audio/mp4", "audio/m4a", "audio/x-m4a": "m4a"
        case "audio/ogg": "ogg"
        case "audio/webm": "webm"
        case "audio/flac": "flac"
        default: "audio"
        }
    }
}
