internal import Foundation

/// A text that is given on the command line or stands in a file.
enum InputText {
    /// - Parameter path: `-` for standard input.
    /// - Throws: ``Failure`` when it cannot be read.
    static func read(_ path: String) throws -> String {
        let data =
            path == "-" ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: path)
        guard let data else { throw Failure("\(path) cannot be read") }
        return String(decoding: data, as: UTF8.self)
    }

    /// - Parameter text: a JSON object, or the file it is in.
    static func json(_ text: String) throws -> String {
        text.drop(while: \.isWhitespace).first == "{" ? text : try read(text)
    }
}
