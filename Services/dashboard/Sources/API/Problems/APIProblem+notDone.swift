internal import HTTPTypes

extension APIProblem {
    /// As the pages say it: for programs, by type and status.
    init(_ why: NotDone) {
        let words = Words(language: .english)
        switch why {
        case .refused(let reason): self.init(why.status, .refused, reason)
        case .failed: self.init(why.status, nil, words(.wishFailed), headers: [.retryAfter: "5"])
        case .unknown:
            self.init(
                why.status, .outcomeUnknown,
                "\(words(.wishUnknown)) With the same Idempotency-Key it can be sent again at any time.",
                headers: [.retryAfter: "5"])
        }
    }
}
