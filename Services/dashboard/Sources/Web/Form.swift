internal import Crypto
internal import FormEncoding
internal import Foundation
internal import Hummingbird
internal import NIOCore
internal import Vault

/// A form as it was sent. Comes only from ``ViewerContext/form(_:)`` and its like, which check that it was one of our own pages
/// that sent it.
struct Form: Sendable {
    private let fields: [(String, String)]

    init(_ fields: [(String, String)]) { self.fields = fields }

    /// The last value of a name, without blanks around it; empty when it is not there.
    subscript(_ name: String) -> String {
        (fields.last { $0.0 == name }?.1 ?? "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// As it was typed: for passwords.
    func raw(_ name: String) -> String { fields.last { $0.0 == name }?.1 ?? "" }

    /// Nil when it is empty or not there.
    func optional(_ name: String) -> String? {
        let value = self[name]
        return value.isEmpty ? nil : value
    }

    func all(_ name: String) -> [String] { fields.filter { $0.0 == name && !$0.1.isEmpty }.map(\.1) }

    func has(_ name: String) -> Bool { fields.contains { $0.0 == name } }
}

/// Shows that a form comes from a page that we made for this very session (OWASP Cross-Site Request Forgery Prevention Cheat
/// Sheet, "HMAC based token pattern"). It needs no place of its own: it is made of the session's token, which no other site
/// can read.
enum FormToken {
    static let field = "form_token"

    static func make(for sessionToken: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Array("thavon form".utf8), using: SymmetricKey(data: Array(sessionToken.utf8)))
        return Data(code).base64URL
    }

    static func isValid(_ token: String, for sessionToken: String) -> Bool {
        guard let bytes = Data(base64URL: token) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            Array(bytes), authenticating: Array("thavon form".utf8),
            using: SymmetricKey(data: Array(sessionToken.utf8)))
    }
}

extension ViewerContext {
    /// - Throws: ``BadRequest`` when it is too long, ``Forbidden`` when none of our pages has sent it.
    func form(_ request: Request, limit: Int = 1 << 20) async throws -> Form {
        try await readForm(request, sessionToken: sessionToken, limit: limit)
    }
}

/// - Throws: ``BadRequest`` when it is too long, ``Forbidden`` when none of our pages has sent it.
func readForm(_ request: Request, sessionToken: String?, limit: Int = 1 << 20) async throws -> Form {
    let body: ByteBuffer
    do {
        body = try await request.body.collect(upTo: limit)
    } catch is NIOTooManyBytesError {
        throw BadRequest(.formTooLong)
    }
    return try Form(FormEncoding.fields(of: body.readableBytesView), ofSession: sessionToken)
}

extension Form {
    /// Fields that were sent, in whichever way.
    ///
    /// - Throws: ``BadRequest`` when one cannot be kept, ``Forbidden`` when none of our pages has sent them in this session.
    init(_ fields: [(String, String)], ofSession token: String?) throws {
        self.init(fields)
        // No text in the database can have it (PostgreSQL, "Character Types"), neither here nor in the service that gets a command.
        guard !fields.contains(where: { $0.1.contains("\0") }) else { throw BadRequest(.characterNotTaken) }
        guard let token, FormToken.isValid(raw(FormToken.field), for: token) else { throw Forbidden() }
    }
}

extension Phrase {
    static let formTooLong = Phrase("That was too long to be taken.", es: "El envío es demasiado largo.")
}
