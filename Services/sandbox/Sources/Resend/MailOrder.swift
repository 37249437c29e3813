/// The mails of one request.
struct MailOrder: Sendable, Equatable {
    struct Refused: Sendable, Equatable {
        var index: Int
        var message: String
    }

    let isBatch: Bool
    let isPermissive: Bool
    private(set) var drafts: [MailDraft] = []
    /// The items of a permissive batch that stay behind.
    private(set) var refused: [Refused] = []

    /// - Parameter validation: the header `x-batch-validation`.
    init(_ json: JSON, isBatch: Bool, validation: String? = nil) throws(ResendProblem) {
        self.isBatch = isBatch
        isPermissive = isBatch && validation == "permissive"
        guard isBatch else {
            drafts = [try MailDraft(json)]
            return
        }
        guard validation == nil || validation == "strict" || isPermissive else {
            throw .invalid("The `x-batch-validation` header must be `strict` or `permissive`.")
        }
        guard let items = json.elements, !items.isEmpty else {
            throw .invalid("The request body must be an array of emails.")
        }
        guard items.count <= 100 else { throw .invalid("A batch may contain at most 100 emails.") }
        for (index, item) in items.enumerated() { try read(item, index) }
    }

    private mutating func read(_ item: JSON, _ index: Int) throws(ResendProblem) {
        do throws(ResendProblem) {
            let draft = try MailDraft(item)
            guard draft.attachments.isEmpty else {
                throw ResendProblem.invalid("The `attachments` field is not supported in a batch.")
            }
            drafts.append(draft)
        } catch {
            var problem = error
            problem.message = "[\(index)] \(error.message)"
            if !isPermissive { throw problem }
            refused.append(Refused(index: index, message: error.message))
        }
    }

    func answer(ids: [String]) -> JSON {
        guard isBatch else { return .object(present: ["id": ids.first.map(JSON.string)]) }
        var answer: JSON = ["data": .array(ids.map { ["id": .string($0)] })]
        if isPermissive {
            answer["errors"] = .array(
                refused.map { ["index": .number("\($0.index)"), "message": .string($0.message)] })
        }
        return answer
    }
}
