/// How the characters of a file are written as bytes.
package enum CSVTextEncoding: String, Sendable, CaseIterable {
    case utf8
    case utf16LittleEndian
    case utf16BigEndian
    /// What older spreadsheets write in Western Europe and America; taken for granted when the bytes are no UTF-8.
    case windows1252
}
