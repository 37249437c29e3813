import Foundation
import Logging
import ObjectStore
import OutboundHTTP
import Testing

/// A folder of a test's own, removed afterwards.
func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
    let path = FileManager.default.temporaryDirectory.path + "/thavon-objects-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}

func client() -> HTTPClient {
    HTTPClient(userAgent: "thavon-tests/1", egress: EgressPolicy(), logger: Logger(label: "objects"))
}

extension ObjectStore {
    /// Stores bytes through a staged file.
    func put(_ bytes: [UInt8], as key: ObjectKey, contentType: String = "audio/wav") async throws {
        let file = try await stage()
        try FileHandle(fileDescriptor: file.descriptor, closeOnDealloc: false).write(contentsOf: Data(bytes))
        try await put(file, as: key, contentType: contentType)
    }

    /// All that a stream brings.
    func read(_ key: ObjectKey, _ range: Range<Int>) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await piece in stream(key, range) { all += piece }
        return all
    }
}

@Suite struct FolderStoreTests {
    private static let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }

    private static func withStore<R>(_ body: (ObjectStore, String) async throws -> R) async throws -> R {
        try await withFolder { folder in
            try await body(try ObjectStore(.folder(folder), credentials: nil, http: client()), folder)
        }
    }

    private static func files(in folder: String) -> [String] {
        (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).filter {
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: "\(folder)/\($0)", isDirectory: &isFolder)
                && !isFolder.boolValue
        }.sorted()
    }

    @Test func whatIsPutIsRead() async throws {
        try await Self.withStore { store, folder in
            let key = try #require(ObjectKey("ab/one"))
            #expect(try await store.facts(of: key) == nil)
            try await store.put(Self.bytes, as: key)
            #expect(try await store.facts(of: key) == ObjectFacts(bytes: Self.bytes.count))
            #expect(try await store.read(key, 0..<Self.bytes.count) == Self.bytes)
            #expect(try await store.read(key, 10..<300_010) == Array(Self.bytes[10..<300_010]))
            #expect(try await store.bytes(of: key, in: 699_990..<800_000) == Array(Self.bytes[699_990...]))
            #expect(Self.files(in: folder) == ["ab/one"])
        }
    }

    @Test func puttingAgainReplacesTheWhole() async throws {
        try await Self.withStore { store, folder in
            let key = try #require(ObjectKey("ab/one"))
            try await store.put(Self.bytes, as: key)
            try await store.put([1, 2, 3], as: key)
            #expect(try await store.read(key, 0..<3) == [1, 2, 3])
            #expect(Self.files(in: folder) == ["ab/one"])
        }
    }

    @Test func whatIsDeletedIsGone() async throws {
        try await Self.withStore { store, folder in
            let key = try #require(ObjectKey("ab/one"))
            try await store.put([1], as: key)
            try await store.delete(key)
            try await store.delete(key)
            #expect(try await store.facts(of: key) == nil)
            let error = await #expect(throws: ObjectStoreError.self) { try await store.bytes(of: key, in: 0..<1) }
            #expect(error?.code == .missing)
            #expect(Self.files(in: folder).isEmpty)
        }
    }

    @Test func aStreamOfWhatHasBecomeShorterEndsWithAnError() async throws {
        try await Self.withStore { store, _ in
            let key = try #require(ObjectKey("ab/one"))
            try await store.put([1, 2, 3], as: key)
            await #expect(throws: ObjectStoreError.self) { try await store.read(key, 0..<4) }
        }
    }

    @Test func aFileThatIsNotPutLeavesNothing() async throws {
        try await Self.withStore { store, folder in
            do {
                let file = try await store.stage()
                #expect(Self.files(in: folder).count == 1)
                #expect(try await store.size(of: file) == 0)
            }
            #expect(Self.files(in: folder).isEmpty)
        }
    }

    @Test func whatAKilledProcessLeftIsClearedAwayWhenItIsOld() async throws {
        try await Self.withStore { store, folder in
            let file = try await store.stage()
            let left = "\(folder)/.incoming/\(UUID().uuidString.lowercased())"
            try Data([1]).write(to: URL(fileURLWithPath: left))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -7200)], ofItemAtPath: left)
            #expect(await store.removeAbandoned(olderThan: .seconds(3600)) == 1)
            #expect(Self.files(in: folder).count == 1)
            #expect(try await store.size(of: file) == 0)
        }
    }

    @Test func aDigestIsOfTheWholeFile() async throws {
        try await Self.withStore { store, _ in
            let file = try await store.stage()
            let handle = FileHandle(fileDescriptor: file.descriptor, closeOnDealloc: false)
            try handle.write(contentsOf: Data(repeating: 0x61, count: 1_000_000))
            let digest = try await store.digest(of: file).map { String(format: "%02x", $0) }.joined()
            // The example of FIPS 180-2.
            #expect(digest == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
            #expect(try await store.prefix(of: file, 3) == [0x61, 0x61, 0x61])
        }
    }

    @Test func aStoreWithoutRoomOrFolderSaysSo() async throws {
        try await Self.withStore { store, folder in
            #expect(await store.problem(room: 1) == nil)
            #expect(await store.problem(room: .max)?.contains("MB are free") == true)
            #expect(Self.files(in: folder).isEmpty)
        }
        let nowhere = try ObjectStore(.folder("/proc/nowhere/recordings"), credentials: nil, http: client())
        #expect(await nowhere.problem(room: 1) != nil)
        await #expect(throws: ObjectStoreError.self) { try await nowhere.stage() }
    }
}
