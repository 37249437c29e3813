import HTTPTypes
import Testing

@testable import Dashboard

@Suite struct BearerTokenTests {
    @Test func theSchemeIsOfAnyCase() {
        for header in ["Bearer abc-._~+/1==", "bearer  abc-._~+/1==", "BEARER abc-._~+/1== "] {
            #expect(BearerToken.read(header) == .token("abc-._~+/1=="), "\(header)")
        }
    }

    @Test func anotherSchemeIsNone() {
        #expect(BearerToken.read(nil) == .none)
        #expect(BearerToken.read("") == .none)
        #expect(BearerToken.read("Basic b2xnYTpvbGdh") == .none)
        #expect(BearerToken.read("Bearerabc") == .none)
    }

    @Test func whatIsNoTokenIsMalformed() {
        let long = String(repeating: "a", count: 201)
        for header in ["Bearer", "Bearer a b", "Bearer a,b", "Bearer é", "Bearer \"a\"", "Bearer ==", "Bearer \(long)"]
        {
            #expect(BearerToken.read(header) == .malformed, "\(header)")
        }
    }

    @Test func theAnswersHeadersSayWhatIsLeft() {
        let size = TokenBucket.Size(perMinute: 600)
        let headers = APIDoor.headers(.init(answer: .allowed, left: 59, reset: 1), size)
        #expect(headers[.named("RateLimit-Policy")] == #""token";q=60;w=6"#)
        #expect(headers[.named("RateLimit")] == #""token";r=59;t=1"#)
    }
}
