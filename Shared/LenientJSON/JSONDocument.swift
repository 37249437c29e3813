/// A JSON text, checked as a whole and read in pieces.
///
/// Parsing is strict about grammar (RFC 8259, valid UTF-8, one value, at most 128 levels) and makes one allocation
/// besides the document itself; strings and numbers are decoded when asked for. Reading is lenient: what is missing or
/// of another type is nil, so that a body from outside can be read however its sender changes it.
package struct JSONDocument: Sendable {
    let storage: JSONStorage

    /// - Throws: where the bytes stop being JSON.
    package init(parsing bytes: [UInt8]) throws(JSONParseError) {
        var parser = JSONParser(expecting: bytes.count)
        try parser.parse(bytes.span)
        storage = JSONStorage(bytes: bytes, tape: parser.tape)
    }

    /// The value that the text is.
    package var root: JSONNode { JSONNode(storage: storage, index: 0) }

    /// The text, as parsed.
    package var bytes: [UInt8] { storage.bytes }
}
