internal import OutboundHTTP

/// Where objects are kept: `file:///folder`, or `s3://bucket/prefix?endpoint=https://host:9000&region=eu-central-1`.
package enum ObjectStoreAddress: Sendable, Equatable {
    /// An absolute path without a slash at its end.
    case folder(String)
    case bucket(S3Address)

    /// - Throws: ``ObjectStoreAddressError``.
    package init(_ text: String) throws(ObjectStoreAddressError) {
        if let path = text.dropping("file://") {
            self = .folder(try Self.folder(path))
        } else if let rest = text.dropping("s3://") {
            self = .bucket(try S3Address(afterScheme: rest))
        } else {
            throw ObjectStoreAddressError("must begin with file:/// or s3://")
        }
    }

    private static func folder(_ text: String) throws(ObjectStoreAddressError) -> String {
        guard let path = PercentEncoding.decode(text), path.hasPrefix("/") else {
            throw ObjectStoreAddressError("must name an absolute folder, like file:///var/lib/thavon/recordings")
        }
        let words = path.split(separator: "/")
        guard !words.isEmpty, !words.contains(".."), !path.contains("\0"), !path.contains("?") else {
            throw ObjectStoreAddressError("must name a folder, without .. and without a query")
        }
        return "/" + words.filter { $0 != "." }.joined(separator: "/")
    }
}

/// A bucket, and what its objects' keys begin with.
package struct S3Address: Sendable, Equatable {
    package var bucket: String
    /// Empty, or without slashes at its ends.
    package var prefix = ""
    package var region = "us-east-1"
    /// `https://host` or `http://host:port` of a service that speaks S3; nil for Amazon's own.
    package var endpoint: String?
    /// Whether the bucket is the first part of the path rather than of the host's name.
    package var isPathStyle: Bool

    /// - Parameter text: what follows `s3://`.
    init(afterScheme text: String) throws(ObjectStoreAddressError) {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = parts[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        bucket = String(path[0])
        guard Self.isBucket(bucket) else {
            throw ObjectStoreAddressError("must name a bucket, like s3://bucket/prefix?region=eu-central-1")
        }
        isPathStyle = false
        prefix = path.count > 1 ? path[1].split(separator: "/").joined(separator: "/") : ""
        guard prefix.isEmpty || ObjectKey.isPath(prefix) && prefix.utf8.count <= 256 else {
            throw ObjectStoreAddressError("has a prefix with other characters than letters, digits, . _ - and /")
        }
        for item in parts.count > 1 ? parts[1].split(separator: "&") : [] { try read(item) }
        // Other services rarely have a name for each bucket; Amazon wants one.
        if endpoint != nil && !Self.saysStyle(parts) { isPathStyle = true }
        // A certificate for *.s3.amazonaws.com does not cover a name with dots.
        if endpoint == nil && bucket.contains(".") { isPathStyle = true }
    }

    private mutating func read(_ item: Substring) throws(ObjectStoreAddressError) {
        let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard pair.count == 2, let value = PercentEncoding.decode(pair[1]) else {
            throw ObjectStoreAddressError("has a query that is not name=value&…")
        }
        switch pair[0] {
        case "region":
            guard !value.isEmpty, value.utf8.allSatisfy(Self.isNameByte) else {
                throw ObjectStoreAddressError("has a region that is none")
            }
            region = value
        case "endpoint": endpoint = try Self.endpoint(value)
        case "style":
            guard ["path", "host"].contains(value) else {
                throw ObjectStoreAddressError("has a style other than path and host")
            }
            isPathStyle = value == "path"
        default: throw ObjectStoreAddressError("knows region, endpoint and style, not \(pair[0])")
        }
    }

    private static func saysStyle(_ parts: [Substring]) -> Bool {
        parts.count > 1 && parts[1].split(separator: "&").contains { $0.hasPrefix("style=") }
    }

    private static func endpoint(_ text: String) throws(ObjectStoreAddressError) -> String {
        var text = text
        if text.hasSuffix("/") { text.removeLast() }
        let host = text.dropping("https://") ?? text.dropping("http://")
        guard let host, !host.isEmpty, !host.contains(where: { "/?#@".contains($0) || $0.isWhitespace }) else {
            throw ObjectStoreAddressError("has an endpoint that is not like https://host:9000")
        }
        return text
    }

    private static func isBucket(_ text: String) -> Bool {
        (3...63).contains(text.utf8.count) && text.first != "." && text.first != "-"
            && text.utf8.allSatisfy { isNameByte($0) || $0 == UInt8(ascii: ".") } && !text.contains("..")
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
        default: false
        }
    }

    /// Where an object is asked for.
    func url(of key: ObjectKey) -> String {
        let path = prefix.isEmpty ? key.description : "\(prefix)/\(key)"
        let service = endpoint ?? "https://s3.\(region).amazonaws.com"
        guard !isPathStyle, let scheme = ["https://", "http://"].first(where: service.hasPrefix) else {
            return "\(service)/\(bucket)/\(path)"
        }
        return "\(scheme)\(bucket).\(service.dropFirst(scheme.count))/\(path)"
    }
}

/// An address that cannot be one.
package struct ObjectStoreAddressError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong with it, to be read after the name of what it was given as.
    package let description: String

    init(_ description: String) { self.description = description }
}

extension String {
    fileprivate func dropping(_ start: String) -> String? {
        hasPrefix(start) ? String(dropFirst(start.count)) : nil
    }
}
