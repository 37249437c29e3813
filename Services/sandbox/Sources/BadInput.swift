/// Something asked of the sandbox itself that it cannot do, and why.
struct BadInput: Error, Sendable, Equatable {
    var reason: String

    var answer: Answer { Answer(status: 400, json: ["error": .string(reason)]) }
}
