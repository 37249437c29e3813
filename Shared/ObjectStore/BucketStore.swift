internal import Crypto
internal import OutboundHTTP

/// What a service that speaks S3 is asked with.
package struct S3Credentials: Sendable {
    package var accessKeyID: String
    package var secretAccessKey: String
    /// Of temporary credentials.
    package var sessionToken: String?

    package init(accessKeyID: String, secretAccessKey: String, sessionToken: String? = nil) {
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken
    }
}

/// Objects in a bucket. One `PUT` each: S3 takes up to 5 GB in one.
struct BucketStore: Sendable {
    let address: S3Address
    let credentials: S3Credentials
    let http: HTTPClient

    func put(
        _ file: StagedFile, length: Int, digest: [UInt8], as key: ObjectKey, contentType: String
    ) async throws(ObjectStoreError) {
        var request = request(.put, key, payload: digest)
        request.headers["Content-Type"] = contentType
        request.upload = FileUpload(descriptor: file.descriptor, length: length)
        request.timeouts = .init(connect: .seconds(5), total: .seconds(900), stall: .seconds(30))
        let response = try await send(request)
        guard response.isSuccess else { throw Self.failure(response) }
    }

    /// - Throws: ``ObjectStoreError/Code/missing`` when there is no such object.
    func read(_ key: ObjectKey, _ range: Range<Int>) async throws(ObjectStoreError) -> [UInt8] {
        guard !range.isEmpty else { return [] }
        var request = request(.get, key)
        request.headers["Range"] = "bytes=\(range.lowerBound)-\(range.upperBound - 1)"
        // What is wrong is told in a body, too.
        request.maxResponseBytes = max(range.count, 65_536)
        request.timeouts = .init(connect: .seconds(5), total: .seconds(60), stall: .seconds(20))
        let response = try await send(request)
        // Beyond the end of the object there is nothing to read.
        if response.status == 416 { return [] }
        guard response.status == 206 || response.status == 200 && range.lowerBound == 0 else {
            throw Self.failure(response)
        }
        return Array(response.body.prefix(range.count))
    }

    /// Nil when there is no such object.
    func facts(of key: ObjectKey) async throws(ObjectStoreError) -> ObjectFacts? {
        let response = try await send(request(.head, key))
        if response.status == 404 { return nil }
        guard response.isSuccess, let length = response.headers["Content-Length"].flatMap({ Int($0) }) else {
            throw Self.failure(response)
        }
        return ObjectFacts(bytes: length, contentType: response.headers["Content-Type"])
    }

    /// Does nothing when there is no such object.
    func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        let response = try await send(request(.delete, key))
        guard response.isSuccess || response.status == 404 else { throw Self.failure(response) }
    }

    /// Why the service cannot be used; nil when it answers. Whether it lets us write shows when something is written: to be
    /// told that an object does not exist takes other rights.
    func problem() async -> String? {
        guard let key = ObjectKey("thavon-check") else { return nil }
        var request = request(.head, key)
        request.timeouts = .init(connect: .seconds(2), total: .seconds(2))
        do throws(HTTPClientError) {
            let status = try await http.send(request).status
            return status < 500 ? nil : "the store answers \(status)"
        } catch {
            return "the store is not reached: \(error.code)"
        }
    }

    private func request(_ method: HTTPMethod, _ key: ObjectKey, payload digest: [UInt8]? = nil) -> HTTPRequest {
        var request = HTTPRequest(method: method, url: address.url(of: key))
        request.signature = AWSSignature(
            accessKeyID: credentials.accessKeyID, secretAccessKey: credentials.secretAccessKey,
            sessionToken: credentials.sessionToken, region: address.region, service: "s3")
        let payload = digest ?? Array(SHA256.hash(data: [UInt8]()))
        request.headers["X-Amz-Content-Sha256"] = payload.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        return request
    }

    private func send(_ request: HTTPRequest) async throws(ObjectStoreError) -> HTTPResponse {
        do throws(HTTPClientError) {
            return try await http.send(request, retrying: RetryPolicy())
        } catch {
            throw ObjectStoreError(.unavailable, "the store is not reached: \(error.code)")
        }
    }

    private static func failure(_ response: HTTPResponse) -> ObjectStoreError {
        let text = String(decoding: response.body.prefix(4096), as: UTF8.self)
        let code = text.split(separator: "<Code>", maxSplits: 1).dropFirst().first?.prefix {
            $0.isLetter || $0.isNumber
        }
        let said = code.map { "\(response.status) \($0)" } ?? "\(response.status)"
        // MinIO's word, and WebDAV's status, for a disk that is full.
        if response.status == 507 || code == "XMinioStorageFull" {
            return ObjectStoreError(.full, "the store answers \(said)")
        }
        if response.status == 404 && code != "NoSuchBucket" {
            return ObjectStoreError(.missing, "the store answers \(said)")
        }
        return ObjectStoreError(.unavailable, "the store answers \(said)")
    }
}
