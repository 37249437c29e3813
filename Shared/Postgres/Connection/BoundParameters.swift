/// Calls `body` with the parameters as libpq wants them: pointers, lengths, and a format each, which is binary.
///
/// Text and bytes are lent as they are; the small values share one block on the stack. Nothing is copied or allocated on
/// the heap: libpq makes the one copy, into its send buffer.
func withBoundParameters<R>(
    _ parameters: [PostgresParameter],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<CInt>?, UnsafePointer<CInt>?) -> R
) -> R {
    let count = parameters.count
    return unsafe withUnsafeTemporaryAllocation(byteCount: max(1, count) * slotSize, alignment: 8) { slots in
        unsafe withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) { values in
            unsafe withUnsafeTemporaryAllocation(of: CInt.self, capacity: count * 2) { numbers in
                let lengths = unsafe UnsafeMutableBufferPointer(rebasing: numbers[..<count])
                let formats = unsafe UnsafeMutableBufferPointer(rebasing: numbers[count...])
                unsafe formats.initialize(repeating: 1)
                let binder = unsafe ParameterBinder(
                    parameters: parameters, slots: slots, values: values, lengths: lengths)
                return binder.bind(from: 0) {
                    unsafe body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
                }
            }
        }
    }
}

/// Room for the largest value that is held in place.
private let slotSize = 16

/// Lives only inside the loans it works on.
@safe private struct ParameterBinder {
    let parameters: [PostgresParameter]
    let slots: UnsafeMutableRawBufferPointer
    let values: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>
    let lengths: UnsafeMutableBufferPointer<CInt>

    /// Binds from `index` on and calls `body` while everything is lent. Recursive, because each loan is a closure.
    func bind<R>(from index: Int, _ body: () -> R) -> R {
        var index = index
        while index < parameters.count {
            switch parameters[index].value {
            case .text(var text):
                return text.withUTF8 { bytes in
                    unsafe set(index, UnsafeRawBufferPointer(bytes))
                    return bind(from: index + 1, body)
                }
            case .bytes(let bytes):
                return unsafe bytes.withUnsafeBytes { bytes in
                    unsafe set(index, bytes)
                    return bind(from: index + 1, body)
                }
            case .null:
                unsafe values.initializeElement(at: index, to: nil)
                unsafe lengths.initializeElement(at: index, to: 0)
            case .word8(let word): store(word, at: index)
            case .word16(let word): store(word.bigEndian, at: index)
            case .word32(let word): store(word.bigEndian, at: index)
            case .word64(let word): store(word.bigEndian, at: index)
            case .wide(let high, let low):
                unsafe slots.storeBytes(of: low.bigEndian, toByteOffset: index * slotSize + 8, as: UInt64.self)
                store(high.bigEndian, at: index, size: 16)
            }
            index += 1
        }
        return body()
    }

    private func store<Word: BitwiseCopyable>(_ word: Word, at index: Int, size: Int = MemoryLayout<Word>.size) {
        let offset = index * slotSize
        unsafe slots.storeBytes(of: word, toByteOffset: offset, as: Word.self)
        unsafe set(index, UnsafeRawBufferPointer(rebasing: slots[offset..<(offset + size)]))
    }

    /// An empty value needs a pointer as well: a null pointer is NULL.
    private func set(_ index: Int, _ bytes: UnsafeRawBufferPointer) {
        let start = unsafe bytes.baseAddress ?? UnsafeRawPointer(slots.baseAddress)
        unsafe values.initializeElement(at: index, to: start?.assumingMemoryBound(to: CChar.self))
        unsafe lengths.initializeElement(at: index, to: CInt(clamping: bytes.count))
    }
}
