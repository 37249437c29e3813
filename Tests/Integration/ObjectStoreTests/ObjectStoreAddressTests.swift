import Testing

@testable import ObjectStore

@Suite struct ObjectStoreAddressTests {
    private static func url(_ address: String) throws -> String? {
        guard case .bucket(let bucket) = try ObjectStoreAddress(address) else { return nil }
        return bucket.url(of: try #require(ObjectKey("ab/one")))
    }

    @Test(arguments: [
        ("file:///var/lib/recordings", "/var/lib/recordings"), ("file:///var/lib/recordings/", "/var/lib/recordings"),
        ("file:///my%20work/.local/recordings", "/my work/.local/recordings"), ("file:///a/./b", "/a/b"),
    ])
    func aFolderIsNamed(_ text: String, _ path: String) throws {
        #expect(try ObjectStoreAddress(text) == .folder(path))
    }

    @Test(arguments: [
        ("s3://calls?region=eu-central-1", "https://calls.s3.eu-central-1.amazonaws.com/ab/one"),
        ("s3://calls/thavon/live/", "https://calls.s3.us-east-1.amazonaws.com/thavon/live/ab/one"),
        ("s3://my.calls?region=eu-west-1", "https://s3.eu-west-1.amazonaws.com/my.calls/ab/one"),
        ("s3://calls/x?endpoint=http://minio:9000", "http://minio:9000/calls/x/ab/one"),
        (
            "s3://calls?endpoint=https%3A%2F%2Ffra1.example.com/&style=host&region=fra1",
            "https://calls.fra1.example.com/ab/one"
        ),
        ("s3://calls?region=eu-west-1&style=path", "https://s3.eu-west-1.amazonaws.com/calls/ab/one"),
    ])
    func aBucketIsAskedAt(_ address: String, _ url: String) throws {
        #expect(try Self.url(address) == url)
    }

    @Test(arguments: [
        "", "recordings", "/var/lib", "http://bucket", "file://host/folder", "file:///", "file:///a/../b",
        "file:relative",
        "s3://", "s3://ab", "s3://Bucket", "s3://a_b_c", "s3://calls/../x", "s3://calls/a b", "s3://calls?region=",
        "s3://calls?region=EU!", "s3://calls?zone=1", "s3://calls?region", "s3://calls?endpoint=minio:9000",
        "s3://calls?endpoint=http://minio/path", "s3://calls?endpoint=http://", "s3://calls?style=virtual",
        "s3://calls?endpoint=%zz", "s3://key:secret@calls",
    ])
    func whatCannotBeOneIsRefused(_ text: String) {
        #expect(throws: ObjectStoreAddressError.self) { try ObjectStoreAddress(text) }
    }

    @Test(arguments: ["a", "ab/0190-x.y_z", "A/B/C9"])
    func aKeyIsPlainWords(_ text: String) {
        #expect(ObjectKey(text)?.description == text)
    }

    @Test(arguments: [
        "", "/a", "a/", "a//b", "..", "a/../b", "../a", ".incoming/x", "a/.b", "a b", "ä", "a\0b", "a%2e", "a?b",
        "a\nb",
        String(repeating: "a", count: 513),
    ])
    func noKeyLeadsOutOfTheStore(_ text: String) {
        #expect(ObjectKey(text) == nil)
    }
}
