internal import FormEncoding
internal import OutboundHTTP

/// Forms as Twilio takes and sends them: `application/x-www-form-urlencoded`
/// (https://url.spec.whatwg.org/#application/x-www-form-urlencoded).
package enum TwilioForm {
    static let contentType = "application/x-www-form-urlencoded; charset=utf-8"

    /// The fields as a signature covers them: in their order, repeated names and empty values included.
    package static func fields(of body: some Sequence<UInt8>) -> [(String, String)] { FormEncoding.fields(of: body) }

    static func encoded(_ fields: [(String, String)]) -> [UInt8] { Array(PercentEncoding.form(fields).utf8) }
}

extension Sequence<(String, String)> {
    /// The first value of that name.
    subscript(field name: String) -> String? { first { $0.0 == name }?.1 }

    /// The first value of that name, unless it is empty.
    subscript(filled name: String) -> String? { self[field: name].flatMap { $0.isEmpty ? nil : $0 } }
}
