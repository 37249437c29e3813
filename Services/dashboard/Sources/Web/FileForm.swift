internal import Hummingbird
internal import NIOCore

extension ViewerContext {
    /// A form that may have a file with it; one without comes in either of the two ways that browsers have.
    ///
    /// A file that is too long is read to its end all the same: a browser that still sends would not see the answer.
    ///
    /// - Throws: ``BadRequest`` when it is no form or far too long, ``Forbidden`` when none of our pages has sent it.
    func form(
        _ request: Request, file field: String, mostBytes: Int
    ) async throws -> (form: Form, file: UploadedFile?) {
        let type = request.headers[.contentType] ?? ""
        guard type.lowercased().hasPrefix("multipart/") else { return (try await form(request), nil) }
        do {
            var reader = try FileFormReader(contentType: type, fileField: field, mostFileBytes: mostBytes)
            var count = 0
            for try await buffer in request.body {
                count += buffer.readableBytes
                guard count <= mostFormBytes else { throw BadRequest(.formTooLong) }
                try reader.feed(buffer.readableBytesView)
            }
            try reader.finish()
            return (try Form(reader.fields, ofSession: sessionToken), reader.file)
        } catch is FileFormReader.Problem {
            throw BadRequest(.notUnderstoodText)
        }
    }
}

/// Whoever sends a photograph as it comes from a camera shall still be told that it is too large.
private let mostFormBytes = 64 << 20
