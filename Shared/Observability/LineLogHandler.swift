internal import FoundationEssentials
package import Logging
internal import ServiceContextModule

/// Writes each log line as one line of text: time, level, service, message, metadata, `trace.id` and `event.id` among it.
package struct LineLogHandler: LogHandler {
    package enum Format: Sendable {
        /// One JSON object, for machines: `time`, `level`, `service`, `message`, then the metadata as further keys.
        case json
        /// For people.
        case text
    }

    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?
    package var logLevel: Logger.Level
    private let service: String
    private let format: Format
    private let write: @Sendable (String) -> Void

    /// - Parameter write: receives one complete line, newline included.
    package init(
        _ format: Format, service: String, level: Logger.Level, metadataProvider: Logger.MetadataProvider? = nil,
        write: @escaping @Sendable (String) -> Void
    ) {
        self.format = format
        self.service = service
        self.logLevel = level
        self.metadataProvider = metadataProvider
        self.write = write
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own = event.metadata { all.merge(own) { _, new in new } }
        let details = all.sorted { $0.key < $1.key }
        switch format {
        case .json: write(json(event, details))
        case .text: write(text(event, details))
        }
    }

    private func json(_ event: LogEvent, _ details: [(key: String, value: Logger.MetadataValue)]) -> String {
        var line = "{\"time\":\"\(LogTime.now)\",\"level\":\"\(event.level.rawValue)\",\"service\":"
        line.appendJSON(service)
        line += ",\"message\":"
        line.appendJSON(event.message.description)
        for (key, value) in details {
            line += ","
            line.appendJSON(key)
            line += ":"
            line.appendJSON(value)
        }
        if let error = event.error {
            line += ",\"error\":"
            line.appendJSON(String(describing: error))
        }
        return line + "}\n"
    }

    private func text(_ event: LogEvent, _ details: [(key: String, value: Logger.MetadataValue)]) -> String {
        let metadata = details.map { " \($0.key)=\($0.value)" }.joined()
        let error = event.error.map { " error=\($0)" } ?? ""
        let time = LogTime.now.dropFirst(11).prefix(12)
        let level = event.level.rawValue.padded(to: 7)
        return "\(time) \(level) \(service.padded(to: 15)) \(event.message)\(metadata)\(error)\n"
    }
}

enum LogTime {
    static var now: String {
        Date().formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
}

/// Adds the trace and the event being worked on to each log line.
package let traceMetadataProvider = Logger.MetadataProvider {
    guard let context = ServiceContext.current else { return [:] }
    var metadata: Logger.Metadata = [:]
    if let trace = context.trace { metadata["trace.id"] = .string(trace.traceID) }
    if let event = context.eventID { metadata["event.id"] = .string(event) }
    return metadata
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(0, width - count))
    }

    fileprivate mutating func appendJSON(_ value: Logger.MetadataValue) {
        switch value {
        case .string(let text): appendJSON(text)
        case .stringConvertible(let number as any FixedWidthInteger): self += "\(number)"
        case .stringConvertible(let value): appendJSON(value.description)
        case .array(let values):
            self += "["
            for (index, value) in values.enumerated() {
                if index > 0 { self += "," }
                appendJSON(value)
            }
            self += "]"
        case .dictionary(let values):
            self += "{"
            for (index, (key, value)) in values.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { self += "," }
                appendJSON(key)
                self += ":"
                appendJSON(value)
            }
            self += "}"
        }
    }

    /// RFC 8259 §7: quotes, backslashes and control characters are escaped, so a line stays one line.
    fileprivate mutating func appendJSON(_ text: String) {
        self += "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": self += "\\\""
            case "\\": self += "\\\\"
            case "\n": self += "\\n"
            case "\r": self += "\\r"
            case "\t": self += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                self += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: unicodeScalars.append(scalar)
            }
        }
        self += "\""
    }
}
