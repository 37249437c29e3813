package import ObjectStore

/// Where objects are, and what they are asked with.
package struct ObjectStoreConfiguration: Sendable {
    package var address: ObjectStoreAddress
    /// Nil for a folder.
    package var credentials: S3Credentials?
}

extension Settings {
    /// Configuration keys:
    /// - the given one (required): `file:///folder` or `s3://bucket/prefix?endpoint=…&region=…`
    /// - `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY` (required for a bucket), `AWS_SESSION_TOKEN`
    package mutating func objectStore(_ name: String) throws(ConfigurationError) -> ObjectStoreConfiguration {
        let address = try value(name, default: nil) { text in
            do throws(ObjectStoreAddressError) {
                return .success(try ObjectStoreAddress(text))
            } catch {
                return .failure(Unusable(error.description))
            }
        }
        guard case .bucket = address else { return ObjectStoreConfiguration(address: address) }
        let credentials = S3Credentials(
            accessKeyID: try string("AWS_ACCESS_KEY_ID"),
            secretAccessKey: try string("AWS_SECRET_ACCESS_KEY", secret: true),
            sessionToken: optional("AWS_SESSION_TOKEN", secret: true))
        return ObjectStoreConfiguration(address: address, credentials: credentials)
    }
}
