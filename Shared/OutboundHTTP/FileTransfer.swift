/// An open file that a body is read from, from its beginning.
///
/// Whoever opened it keeps it open until the request has ended; reading does not move its position. Its bytes are read on
/// the client's thread: a disk that is slow holds up what else the client does.
package struct FileUpload: Sendable {
    package var descriptor: CInt
    package var length: Int

    package init(descriptor: CInt, length: Int) {
        self.descriptor = descriptor
        self.length = length
    }
}

/// An open file that takes the body of a successful response, from its beginning, up to
/// ``HTTPRequest/maxResponseBytes``. It is emptied before.
///
/// Whoever opened it keeps it open until the request has ended. It may hold a part of a body when the request fails. What
/// an answer with another status says is in ``HTTPResponse/body``, up to 64 KiB of it. Written on the client's thread, as
/// with ``FileUpload``.
package struct FileDownload: Sendable {
    package var descriptor: CInt

    package init(descriptor: CInt) { self.descriptor = descriptor }
}

/// Signs a request as AWS Signature Version 4 has it, by libcurl.
///
/// For S3 the request says itself what it carries: `X-Amz-Content-Sha256`. Nothing in its path and query may need another
/// encoding than it has.
package struct AWSSignature: Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    /// Of temporary credentials.
    package var sessionToken: String?
    package var region: String
    /// `s3`.
    package var service: String

    package init(
        accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil, region: String, service: String
    ) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
        self.region = region
        self.service = service
    }
}
