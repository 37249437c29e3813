/// What was asked of `POST /call`, checked as Vapi checks it.
struct CallOrder: Sendable, Equatable {
    /// The body, as it came.
    var json: JSON

    var customer: JSON { json["customer"] ?? [:] }
    var customerName: String? { customer["name"]?.string }
    var number: String { customer["number"]?.string ?? "" }

    /// Where the server messages of this call go; nil for the organisation's.
    var server: JSON? { json.at("assistantOverrides", "server") ?? json.at("assistant", "server") }

    /// The kinds of server messages that are wanted; nil for Vapi's own choice.
    var serverMessages: [String]? {
        let list = json.at("assistantOverrides", "serverMessages") ?? json.at("assistant", "serverMessages")
        return list?.elements?.compactMap(\.string)
    }
}

extension CallOrder {
    /// A number of nobody's: 555-0100 to 555-0199 belong to nobody.
    static func stranger(_ chance: () -> Double) -> String {
        "+1\(201 + Int(chance() * 780))55501\(10 + Int(chance() * 90))"
    }
}

/// A refusal in Vapi's words: one message, or several.
struct VapiProblem: Error, Sendable, Equatable {
    var status: Int
    var error: String
    var message: JSON

    init(_ status: Int, _ error: String, _ message: String) {
        self.init(status, error, message: .string(message))
    }

    init(_ status: Int, _ error: String, message: JSON) {
        self.status = status
        self.error = error
        self.message = message
    }

    static func badRequest(_ message: String) -> VapiProblem { VapiProblem(400, "Bad Request", message) }

    static let invalidKey = VapiProblem(
        401, "Unauthorized",
        "Invalid Key. Hot tip, you may be using the private key instead of the public key, or vice versa.")
    static let missingKey = VapiProblem(401, "Unauthorized", "Missing Authorization Header")
    static let notFound = VapiProblem(404, "Not Found", "Couldn't find the call.")
    static let overConcurrency = badRequest("Over Concurrency Limit")
    static let overDailyLimit = badRequest(
        "Numbers Bought On Vapi Have A Daily Outbound Call Limit. Import Your Own Twilio Numbers To Scale Without Limits."
    )
    static let tooManyRequests = VapiProblem(429, "Too Many Requests", "Too Many Requests")
    static let failure = VapiProblem(500, "Internal Server Error", "Internal Server Error")

    /// What the real one can and this one does not play.
    static func notPlayed(_ what: String) -> VapiProblem {
        VapiProblem(501, "Not Implemented", "The sandbox does not play \(what).")
    }

    var json: JSON { ["message": message, "error": .string(error), "statusCode": .number("\(status)")] }

    var answer: Answer { Answer(status: status, json: json) }
}
