package import Foundation
package import Testing

/// Material that lies beside the repository where the project is developed and checked: bodies that providers really sent,
/// and their published descriptions. Tests that need it are skipped, visibly, where it is absent.
package enum SharedMaterial {
    /// The folder, or nil.
    package static let folder: URL? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["THAVON_SHARED"].map { URL(fileURLWithPath: $0) }
        let folder = named ?? root.deletingLastPathComponent().appendingPathComponent("shared")
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()

    package static var isAbsent: Bool { folder == nil }

    /// A file's bytes.
    package static func data(_ path: String) throws -> Data {
        guard let folder else { throw SharedMaterialMissing() }
        return try Data(contentsOf: folder.appendingPathComponent(path))
    }
}

package struct SharedMaterialMissing: Error {}

extension Trait where Self == ConditionTrait {
    /// Skips the test where the material is not there.
    package static var needsSharedMaterial: Self {
        .disabled(if: SharedMaterial.isAbsent, "the shared material is not beside this repository")
    }
}

/// Comma-separated values with quotes, as RFC 4180 has them; enough for the index files of the shared material.
package func readCSV(_ text: String) -> [[String: String]] {
    var rows: [[String]] = [[]]
    var field = ""
    var isQuoted = false
    var characters = Array(text.unicodeScalars)[...]
    while let character = characters.popFirst() {
        switch character {
        case "\"" where isQuoted && characters.first == "\"":
            field += "\""
            characters.removeFirst()
        case "\"": isQuoted.toggle()
        case "," where !isQuoted:
            rows[rows.count - 1].append(field)
            field = ""
        case "\n" where !isQuoted:
            rows[rows.count - 1].append(field)
            field = ""
            rows.append([])
        case "\r" where !isQuoted: continue
        default: field.unicodeScalars.append(character)
        }
    }
    if !field.isEmpty { rows[rows.count - 1].append(field) }
    let header = rows.removeFirst()
    return rows.filter { $0.count == header.count }.map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
}
