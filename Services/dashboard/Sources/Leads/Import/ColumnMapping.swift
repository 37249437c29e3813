internal import CSV

/// Which column of a file is what: guessed first, then as a person put it right.
struct ColumnMapping: Codable, Sendable, Hashable {
    /// In the order of the file. Further columns are ignored.
    var columns: [ImportColumn]
    /// Whether the first record has the names of the columns rather than a person.
    var hasHeader: Bool

    /// Without a number nobody can be called, and nobody can be told from another.
    var hasPhone: Bool { columns.contains(.phone) }

    /// Whether something is there more often than it can be.
    var repeated: Set<ImportColumn> {
        var seen: Set<ImportColumn> = []
        return Set(columns.filter { !$0.isRepeatable && !seen.insert($0).inserted })
    }

    /// - Parameter headers: the fields of the first record. Where two columns could be the same, the first one is.
    static func guess(headers: [String]) -> ColumnMapping {
        var taken: Set<ImportColumn> = []
        let columns = headers.map { header -> ImportColumn in
            guard let column = ColumnNames.column(headed: header) else { return .ignore }
            return taken.insert(column).inserted || column.isRepeatable ? column : .ignore
        }
        if taken.isEmpty, headers.contains(where: isValue) { return guess(values: headers) }
        return ColumnMapping(columns: columns, hasHeader: true)
    }

    /// Of a file that begins with a person: by what the values look like.
    private static func guess(values: [String]) -> ColumnMapping {
        var taken: Set<ImportColumn> = []
        let columns = values.map { value -> ImportColumn in
            let column: ImportColumn =
                value.contains("@")
                ? .email : isNumber(value) ? .phone : value.contains(where: \.isLetter) ? .name : .ignore
            return taken.insert(column).inserted || column.isRepeatable ? column : .ignore
        }
        return ColumnMapping(columns: columns, hasHeader: false)
    }

    private static func isValue(_ text: String) -> Bool { text.contains("@") || isNumber(text) }

    private static func isNumber(_ text: String) -> Bool {
        text.count { $0.isASCII && $0.isNumber } >= 6 && !text.contains(where: \.isLetter)
    }
}
