/// What a provider answers, before it is HTTP.
struct Answer: Sendable, Equatable {
    var status: Int
    var contentType = "application/json; charset=utf-8"
    /// Names in lower case.
    var headers: [String: String] = [:]
    var body: [UInt8]
    /// The connection ends instead of an answer.
    var isDropped = false

    static let dropped = Answer(status: 0, body: [], isDropped: true)

    init(status: Int, body: [UInt8], isDropped: Bool = false) {
        self.status = status
        self.body = body
        self.isDropped = isDropped
    }

    init(status: Int = 200, json: JSON) {
        self.init(status: status, body: json.bytes)
    }

    /// What a content delivery network puts in front of a provider that is not there.
    static let html = {
        var answer = Answer(
            status: 502,
            body: Array(
                "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>\n".utf8))
        answer.contentType = "text/html"
        return answer
    }()
}
