internal import Crypto
internal import FoundationEssentials
internal import Glibc
internal import PollExecutor

/// Files, on a thread of their own: no disk that is slow holds up anybody else's work.
actor FileDesk {
    private static let blockBytes = 1 << 20

    private let executor: PollExecutor
    nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe executor.asUnownedSerialExecutor() }

    init(executor: PollExecutor = PollExecutor(name: "object-store")) { self.executor = executor }

    /// A new empty file in the folder, which is made if there is none.
    func stage(in folder: String) throws(ObjectStoreError) -> StagedFile {
        try makeFolders(folder)
        let path = "\(folder)/\(UUID().uuidString.lowercased())"
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw Self.failure("a file cannot be made") }
        return StagedFile(descriptor: descriptor, path: path)
    }

    func size(of file: StagedFile) throws(ObjectStoreError) -> Int {
        var status = stat()
        guard unsafe fstat(file.descriptor, &status) == 0 else { throw Self.failure("a file cannot be looked at") }
        return Int(status.st_size)
    }

    /// The first bytes, at most `count`.
    func prefix(of file: StagedFile, _ count: Int) throws(ObjectStoreError) -> [UInt8] {
        try read(file.descriptor, from: 0, count: count)
    }

    /// SHA-256 of the whole.
    func digest(of file: StagedFile) throws(ObjectStoreError) -> [UInt8] {
        var hash = SHA256()
        var offset = 0
        while true {
            let block = try read(file.descriptor, from: offset, count: Self.blockBytes)
            guard !block.isEmpty else { return Array(hash.finalize()) }
            hash.update(data: block)
            offset += block.count
        }
    }

    /// Puts the file in its place, where it replaces another: after a crash there is the whole of it, or what was there before.
    func publish(_ file: StagedFile, as path: String) throws(ObjectStoreError) {
        guard fsync(file.descriptor) == 0 else { throw Self.failure("a file cannot be written to the disk") }
        let folder = Self.folder(of: path)
        try makeFolders(folder)
        guard unsafe rename(file.path, path) == 0 else { throw Self.failure("a file cannot be put in its place") }
        try synchronize(folder)
    }

    /// - Throws: ``ObjectStoreError/Code/missing`` when there is no such file.
    func read(_ path: String, _ range: Range<Int>) throws(ObjectStoreError) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("an object cannot be opened") }
        defer { _ = close(descriptor) }
        return try read(descriptor, from: range.lowerBound, count: range.count)
    }

    /// Nil when there is no such file.
    func size(at path: String) throws(ObjectStoreError) -> Int? {
        var status = stat()
        if unsafe stat(path, &status) == 0 { return Int(status.st_size) }
        guard errno == ENOENT || errno == ENOTDIR else { throw Self.failure("an object cannot be looked at") }
        return nil
    }

    /// Does nothing when there is no such file.
    func remove(_ path: String) throws(ObjectStoreError) {
        guard unsafe unlink(path) != 0 else { return try synchronize(Self.folder(of: path)) }
        guard errno == ENOENT || errno == ENOTDIR else { throw Self.failure("an object cannot be removed") }
    }

    /// Removes the files of a folder that nobody has written to for that long.
    func sweep(_ folder: String, olderThan age: Duration) -> Int {
        let limit = time(nil) - Int(age.components.seconds)
        var removed = 0
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        where UUID(uuidString: name) != nil {
            let path = "\(folder)/\(name)"
            var status = stat()
            guard unsafe stat(path, &status) == 0, status.st_mtim.tv_sec < limit else { continue }
            if unsafe unlink(path) == 0 { removed += 1 }
        }
        return removed
    }

    /// Why nothing of that size can be stored in the folder; nil when it can.
    func problem(in folder: String, room bytes: Int) -> String? {
        do throws(ObjectStoreError) {
            _ = try stage(in: folder)
        } catch {
            return error.description
        }
        var status = statvfs()
        guard unsafe statvfs(folder, &status) == 0 else { return nil }
        let (free, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow || free >= UInt64(bytes) ? nil : "only \(free >> 20) MB are free"
    }

    private func read(_ descriptor: CInt, from offset: Int, count: Int) throws(ObjectStoreError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var filled = 0
        while filled < count {
            let got = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe pread(
                    descriptor, buffer.baseAddress?.advanced(by: filled), count - filled, off_t(offset + filled))
            }
            if got < 0 && errno == EINTR { continue }
            guard got >= 0 else { throw Self.failure("a file cannot be read") }
            guard got > 0 else { break }
            filled += got
        }
        bytes.removeLast(count - filled)
        return bytes
    }

    private func makeFolders(_ path: String) throws(ObjectStoreError) {
        var status = stat()
        if unsafe stat(path, &status) == 0 { return }
        var made = ""
        for word in path.split(separator: "/") {
            made += "/\(word)"
            guard unsafe mkdir(made, 0o750) != 0, errno != EEXIST else { continue }
            // A folder that is there may be in one that nobody may write to.
            let number = errno
            guard unsafe stat(made, &status) != 0 else { continue }
            errno = number
            throw Self.failure("the folder cannot be made")
        }
    }

    /// A new name is safe only when its folder is.
    private func synchronize(_ folder: String) throws(ObjectStoreError) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.failure("a folder cannot be opened") }
        defer { _ = close(descriptor) }
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw Self.failure("a folder cannot be written to the disk")
        }
    }

    private static func folder(of path: String) -> String {
        path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    }

    /// What `errno` says now.
    private static func failure(_ what: String) -> ObjectStoreError {
        switch errno {
        case ENOENT, ENOTDIR: ObjectStoreError(.missing, "\(what): it is not there")
        case ENOSPC, EDQUOT: ObjectStoreError(.full, "\(what): no space left")
        case EACCES, EPERM, EROFS: ObjectStoreError(.unavailable, "\(what): not allowed")
        default: ObjectStoreError(.unavailable, "\(what): errno \(errno)")
        }
    }
}
