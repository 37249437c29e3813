import Foundation
import ObjectStore
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(15))) struct BucketStoreTests {
    private static let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    private static func withStore<R: Sendable>(
        secret: String = FakeS3.secret, token: String? = nil,
        _ body: @escaping @Sendable (ObjectStore, FakeS3, ObjectKey) async throws -> R
    ) async throws -> R {
        let service = FakeS3()
        return try await withFolder { folder in
            try await service.run { endpoint in
                let address = try ObjectStoreAddress(
                    "s3://calls/live?endpoint=\(endpoint)&region=eu-central-1")
                let store = try ObjectStore(
                    address,
                    credentials: S3Credentials(
                        accessKeyID: FakeS3.keyID, secretAccessKey: secret, sessionToken: token),
                    http: client(), temporaryFolder: folder)
                return try await body(store, service, try #require(ObjectKey("ab/0190-one.x_y")))
            }
        }
    }

    @Test func whatIsPutIsRead() async throws {
        try await Self.withStore { store, service, key in
            #expect(try await store.facts(of: key) == nil)
            try await store.put(Self.bytes, as: key, contentType: "audio/mpeg")
            let facts = try await store.facts(of: key)
            #expect(facts == ObjectFacts(bytes: Self.bytes.count, contentType: "audio/mpeg"))
            #expect(service.state.withLock { $0.objects.keys.sorted() } == ["/calls/live/ab/0190-one.x_y"])
            #expect(try await store.read(key, 0..<Self.bytes.count) == Self.bytes)
            #expect(try await store.read(key, 10..<300_010) == Array(Self.bytes[10..<300_010]))
            let end = Self.bytes.count
            #expect(try await store.bytes(of: key, in: (end - 5)..<(end + 5)) == Array(Self.bytes.suffix(5)))
            #expect(try await store.bytes(of: key, in: end..<(end + 5)) == [])
            #expect(service.state.withLock { $0.complaints } == [])
        }
    }

    @Test func whatIsDeletedIsGone() async throws {
        try await Self.withStore { store, service, key in
            try await store.put([1], as: key)
            try await store.delete(key)
            try await store.delete(key)
            let error = await #expect(throws: ObjectStoreError.self) { try await store.bytes(of: key, in: 0..<1) }
            #expect(error?.code == .missing)
            #expect(service.state.withLock { $0.complaints } == [])
        }
    }

    @Test func temporaryCredentialsAreSignedToo() async throws {
        try await Self.withStore(token: "tok/en+with==") { store, service, key in
            try await store.put([1, 2], as: key)
            #expect(try await store.read(key, 0..<2) == [1, 2])
            #expect(service.state.withLock { $0.complaints } == [])
        }
    }

    @Test func aWrongSecretIsSaidInWords() async throws {
        try await Self.withStore(secret: "another") { store, service, key in
            let error = await #expect(throws: ObjectStoreError.self) { try await store.put([1], as: key) }
            #expect(error == ObjectStoreError(.unavailable, "the store answers 403 SignatureDoesNotMatch"))
            #expect(service.state.withLock { $0.objects.isEmpty && !$0.complaints.isEmpty })
        }
    }

    @Test func aFailureThatPassesIsTriedAgain() async throws {
        try await Self.withStore { store, service, key in
            service.state.withLock { $0.failures = [(503, "<Error><Code>SlowDown</Code></Error>"), (500, "")] }
            try await store.put(Self.bytes, as: key)
            #expect(service.state.withLock { $0.objects.values.first?.bytes.count } == Self.bytes.count)
            #expect(service.state.withLock { $0.requests.count } == 3)
        }
    }

    @Test func aFullStoreAndAMissingBucketAreToldApart() async throws {
        try await Self.withStore { store, service, key in
            let full = (status: 507, body: "<Error><Code>XMinioStorageFull</Code></Error>")
            service.state.withLock { $0.failures = [full] }
            let first = await #expect(throws: ObjectStoreError.self) { try await store.put([1], as: key) }
            #expect(first?.code == .full)
            service.state.withLock { $0.failures = [(404, "<Error><Code>NoSuchBucket</Code></Error>")] }
            let second = await #expect(throws: ObjectStoreError.self) { try await store.put([1], as: key) }
            #expect(second == ObjectStoreError(.unavailable, "the store answers 404 NoSuchBucket"))
        }
    }

    @Test func aServiceThatIsNotThereIsAway() async throws {
        try await withFolder { folder in
            let store = try ObjectStore(
                try ObjectStoreAddress("s3://calls?endpoint=http://127.0.0.1:1&region=eu-central-1"),
                credentials: S3Credentials(accessKeyID: "a", secretAccessKey: "b"), http: client(),
                temporaryFolder: folder)
            #expect(await store.problem(room: 1)?.hasPrefix("the store is not reached") == true)
            let key = try #require(ObjectKey("a"))
            let error = await #expect(throws: ObjectStoreError.self) { try await store.facts(of: key) }
            #expect(error?.code == .unavailable)
        }
        #expect(throws: ObjectStoreError.self) {
            try ObjectStore(try ObjectStoreAddress("s3://calls"), credentials: nil, http: client())
        }
    }
}
