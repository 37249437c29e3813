internal import CCurl

/// Owns one easy handle, which carries one transfer after another: ``reset()`` between them.
@safe final class CurlEasy {
    let pointer: UnsafeMutableRawPointer

    /// - Returns: nil when there is no memory.
    init?() {
        guard let pointer = unsafe curl_easy_init() else { return nil }
        unsafe self.pointer = unsafe pointer
    }

    deinit { unsafe curl_easy_cleanup(pointer) }

    /// Forgets every option. Must not be part of a multi handle.
    func reset() { unsafe curl_easy_reset(pointer) }

    func set(_ option: CURLoption, _ value: Int) {
        _ = unsafe thavon_curl_setopt_long(pointer, option, value)
    }

    /// libcurl copies the text.
    func set(_ option: CURLoption, _ value: String) {
        _ = unsafe thavon_curl_setopt_string(pointer, option, value)
    }

    /// The list must live until the transfer has ended.
    func set(_ option: CURLoption, _ list: CurlList) {
        _ = unsafe thavon_curl_setopt_pointer(pointer, option, list.head)
    }

    func set(_ option: CURLoption, _ duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let milliseconds = seconds * 1000 + attoseconds / 1_000_000_000_000_000
        // Zero would mean "no limit".
        set(option, Int(clamping: max(1, min(milliseconds, Int64(Int32.max)))))
    }

    /// libcurl copies the bytes.
    func setBody(_ bytes: [UInt8]) {
        _ = unsafe thavon_curl_setopt_offset(pointer, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(bytes.count))
        // An empty array may have no address, and none would mean "ask a read callback".
        _ = unsafe thavon_curl_setopt_pointer(pointer, CURLOPT_COPYPOSTFIELDS, bytes.isEmpty ? [0] : bytes)
    }

    func setUploadSize(_ bytes: Int) {
        _ = unsafe thavon_curl_setopt_offset(pointer, CURLOPT_INFILESIZE_LARGE, curl_off_t(bytes))
    }

    func sign(_ signature: AWSSignature) {
        set(CURLOPT_AWS_SIGV4, "aws:amz:\(signature.region):\(signature.service)")
        set(CURLOPT_USERNAME, signature.accessKeyID)
        set(CURLOPT_PASSWORD, signature.secretAccessKey)
    }

    /// What ``CurlMulti`` names the transfer by.
    func setIdentifier(_ identifier: TransferID) {
        _ = unsafe thavon_curl_setopt_pointer(
            pointer, CURLOPT_PRIVATE, UnsafeRawPointer(bitPattern: identifier.rawValue))
    }

    func integer(_ info: CURLINFO) -> Int {
        var value = 0
        _ = unsafe thavon_curl_getinfo_long(pointer, info, &value)
        return value
    }

    func duration(_ info: CURLINFO) -> Duration {
        var value: curl_off_t = 0
        _ = unsafe thavon_curl_getinfo_offset(pointer, info, &value)
        return .microseconds(Int64(value))
    }
}

/// Names a transfer; never used twice by one client.
struct TransferID: Hashable, Sendable {
    let rawValue: UInt
}
