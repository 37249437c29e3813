/// A notice in words, ready to be sent by any channel.
package struct RenderedNotice: Sendable, Equatable {
    /// One line of at most 200 characters.
    package var subject: String
    /// What a list of mails shows beside the subject.
    package var preheader: String
    package var html: String
    package var text: String
    /// ``message`` fitted to three parts of an SMS and 320 characters, if its fixed words and its link allow that.
    package var short: String
    /// The short text before it is fitted, for those who need it in other sizes.
    package var message: SMSText
    /// BCP 47, of the words and of how dates are written.
    package var language: String
    /// Whether there were no words in the language that was asked for.
    package var isFallbackLanguage: Bool
    /// For a WhatsApp content template, by the numbers of ``NoticeKind/templateVariables``. Each is one line and not
    /// empty.
    package var templateVariables: [String: String]
}

/// A notice that would go out with a hole in it, and therefore does not go out.
package struct UnrenderableNotice: Error, Equatable, CustomStringConvertible {
    package let kind: NoticeKind
    /// What is missing and where, without any of the notice's content.
    package let reason: String

    package var description: String { "a notice of kind \(kind.rawValue) cannot be rendered: \(reason)" }
}
