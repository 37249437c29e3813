internal import CCurl
internal import Glibc

extension Transfer {
    /// How much is kept of an answer that is not what the file is for.
    static let maxExplanationBytes = 65_536

    /// - Returns: how many bytes were taken; fewer than given ends the transfer.
    func save(_ bytes: UnsafeRawBufferPointer, to file: FileDownload) -> Int {
        let limit = hop.request.maxResponseBytes
        guard (response.contentLength ?? 0) <= limit, bytes.count <= limit - saved else {
            refusal = .tooLarge
            return 0
        }
        var written = 0
        while written < bytes.count {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
            let count = unsafe pwrite(file.descriptor, rest.baseAddress, rest.count, saved)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else {
                refusal = .file(count < 0 ? errno : ENOSPC)
                return 0
            }
            written += count
            saved += count
        }
        return bytes.count
    }

    /// Has the file's bytes sent as the body.
    func send(_ file: FileUpload) {
        handle.set(CURLOPT_UPLOAD, 1)
        handle.setUploadSize(file.length)
        unsafe thavon_curl_set_upload(
            handle.pointer,
            { bytes, size, count, context in
                guard let context = unsafe context, let bytes = unsafe bytes else { return Int(CURL_READFUNC_ABORT) }
                let buffer = unsafe UnsafeMutableRawBufferPointer(start: bytes, count: size * count)
                return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().fill(buffer)
            },
            { context, offset, _ in
                guard let context = unsafe context else { return CURL_SEEKFUNC_FAIL }
                // The origin is always the beginning (`CURLOPT_SEEKFUNCTION`).
                unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue().taken = Int(offset)
                return CURL_SEEKFUNC_OK
            }, unsafe Unmanaged.passUnretained(self).toOpaque())
    }

    private func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        guard let file = hop.request.upload else { return Int(CURL_READFUNC_ABORT) }
        let wanted = min(buffer.count, file.length - taken)
        guard wanted > 0 else { return 0 }
        var count = -1
        repeat {
            count = unsafe pread(file.descriptor, buffer.baseAddress, wanted, taken)
        } while count < 0 && errno == EINTR
        guard count > 0 else {
            refusal = .file(count < 0 ? errno : 0)
            return Int(CURL_READFUNC_ABORT)
        }
        taken += count
        return count
    }
}

extension FileDownload {
    /// What an earlier attempt left is no part of this one.
    func empty() { _ = ftruncate(descriptor, 0) }

    /// A constant phrase for an `errno`.
    static func words(for number: CInt) -> String {
        switch number {
        case 0: "the file is shorter than it was said to be"
        case ENOSPC, EDQUOT: "no space left"
        case EFBIG: "the file is too large"
        case EIO: "input or output error"
        default: "errno \(number)"
        }
    }
}
