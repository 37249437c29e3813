package import OutboundHTTP

/// What is known about an object without reading it.
package struct ObjectFacts: Sendable, Equatable {
    package var bytes: Int
    /// Nil where the store does not keep it: a folder does not.
    package var contentType: String?

    package init(bytes: Int, contentType: String? = nil) {
        self.bytes = bytes
        self.contentType = contentType
    }
}

/// Files under names, in a folder or in a bucket of a service that speaks S3.
///
/// An object is there as a whole or not at all, whatever crashes; to put it again replaces it. Any number of processes may
/// use one store.
package struct ObjectStore: Sendable {
    private enum Place {
        case folder(String)
        case bucket(BucketStore)
    }

    private let place: Place
    private let files = FileDesk()
    /// Where files are while they are filled: beside the objects, so that a rename puts them in their place.
    private let staging: String

    /// - Parameters:
    ///   - credentials: for a bucket; for a folder they are not looked at.
    ///   - temporaryFolder: where files on their way to a bucket are.
    package init(
        _ address: ObjectStoreAddress, credentials: S3Credentials?, http: HTTPClient,
        temporaryFolder: String = "/tmp/thavon-objects"
    ) throws(ObjectStoreError) {
        switch (address, credentials) {
        case (.folder(let path), _):
            place = .folder(path)
            staging = "\(path)/.incoming"
        case (.bucket(let address), let credentials?):
            place = .bucket(BucketStore(address: address, credentials: credentials, http: http))
            staging = temporaryFolder
        case (.bucket, nil): throw ObjectStoreError(.unavailable, "a bucket needs credentials")
        }
    }

    /// A new empty file to be filled.
    package func stage() async throws(ObjectStoreError) -> StagedFile { try await files.stage(in: staging) }

    package func size(of file: StagedFile) async throws(ObjectStoreError) -> Int { try await files.size(of: file) }

    /// The first bytes, at most `count`.
    package func prefix(of file: StagedFile, _ count: Int) async throws(ObjectStoreError) -> [UInt8] {
        try await files.prefix(of: file, count)
    }

    /// SHA-256 of all its bytes.
    package func digest(of file: StagedFile) async throws(ObjectStoreError) -> [UInt8] {
        try await files.digest(of: file)
    }

    /// Stores what is in the file. It is on the disk, or with the service, when this returns.
    ///
    /// - Parameter digest: the file's, where it is known already.
    package func put(
        _ file: StagedFile, digest: [UInt8]? = nil, as key: ObjectKey, contentType: String
    ) async throws(ObjectStoreError) {
        switch place {
        case .folder(let root): try await files.publish(file, as: "\(root)/\(key)")
        case .bucket(let bucket):
            let length = try await files.size(of: file)
            let hash: [UInt8]
            if let digest { hash = digest } else { hash = try await files.digest(of: file) }
            try await bucket.put(file, length: length, digest: hash, as: key, contentType: contentType)
        }
    }

    /// Nil when there is no such object.
    package func facts(of key: ObjectKey) async throws(ObjectStoreError) -> ObjectFacts? {
        switch place {
        case .folder(let root): try await files.size(at: "\(root)/\(key)").map { ObjectFacts(bytes: $0) }
        case .bucket(let bucket): try await bucket.facts(of: key)
        }
    }

    /// A part of an object; shorter where the object ends before.
    ///
    /// - Throws: ``ObjectStoreError/Code/missing`` when there is no such object.
    package func bytes(of key: ObjectKey, in range: Range<Int>) async throws(ObjectStoreError) -> [UInt8] {
        switch place {
        case .folder(let root): try await files.read("\(root)/\(key)", range)
        case .bucket(let bucket): try await bucket.read(key, range)
        }
    }

    /// The same piece by piece, each read when it is asked for: whoever reads slowly costs no memory.
    package func stream(_ key: ObjectKey, _ range: Range<Int>) -> ObjectStream {
        ObjectStream(store: self, key: key, range: range)
    }

    /// Removes an object; does nothing when there is none.
    package func delete(_ key: ObjectKey) async throws(ObjectStoreError) {
        switch place {
        case .folder(let root): try await files.remove("\(root)/\(key)")
        case .bucket(let bucket): try await bucket.delete(key)
        }
    }

    /// Why nothing of that size can be stored now, in words; nil when it can.
    package func problem(room bytes: Int) async -> String? {
        if let problem = await files.problem(in: staging, room: bytes) { return problem }
        if case .bucket(let bucket) = place { return await bucket.problem() }
        return nil
    }

    /// Removes staged files that nobody has written to for that long, and says how many.
    @discardableResult
    package func removeAbandoned(olderThan age: Duration) async -> Int { await files.sweep(staging, olderThan: age) }
}

/// The bytes of an object, in pieces.
package struct ObjectStream: AsyncSequence, Sendable {
    package typealias Element = [UInt8]

    /// Large enough that asking for it costs little beside it, small enough for many readers.
    private static let pieceBytes = 256 * 1024

    let store: ObjectStore
    let key: ObjectKey
    let range: Range<Int>

    package struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let store: ObjectStore
        fileprivate let key: ObjectKey
        fileprivate var rest: Range<Int>

        /// - Throws: ``ObjectStoreError``, also when the object ends before the range does.
        package mutating func next() async throws -> [UInt8]? {
            guard !rest.isEmpty else { return nil }
            let end = Swift.min(rest.lowerBound + ObjectStream.pieceBytes, rest.upperBound)
            let piece = try await store.bytes(of: key, in: rest.lowerBound..<end)
            guard piece.count == end - rest.lowerBound else {
                throw ObjectStoreError(.missing, "the object is shorter than it was")
            }
            rest = end..<rest.upperBound
            return piece
        }
    }

    package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(store: store, key: key, rest: range) }
}
