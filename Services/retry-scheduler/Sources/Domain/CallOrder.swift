internal import Contracts
internal import Foundation
internal import Vapi

/// What is known about a call that is about to be asked for.
struct CallOrder: Sendable, Equatable {
    var attemptID: AttemptID
    var retryID: RetryID
    var agencyID: AgencyID
    var leadID: LeadID
    var agencyName: String
    var number: String
    var leadName: String?
    /// BCP 47: the lead's own, else what was heard in the last call, else the agency's.
    var language: String
    var agencyLanguage: String
    var assistantID: String
    var phoneNumberID: String
}

/// Where Vapi is to send what it has to say about our calls.
struct CallbackAddress: Sendable, Equatable {
    var url: String
    var secret: String
}

extension CallOrder {
    /// - Parameter callback: nil leaves the assistant's own server as it is.
    func request(_ languages: VoiceLanguages, callback: CallbackAddress?) -> PlaceCallRequest {
        var overrides = AssistantOverrides(
            metadata: [
                "agency_id": agencyID.description, "lead_id": leadID.description, "attempt_id": attemptID.description,
                "retry_id": retryID.description,
            ],
            variableValues: [
                "agency_name": CallTexts.plain(agencyName), "lead_name": leadName.map(CallTexts.plain) ?? "",
                "lead_number": number,
            ])
        speak(&overrides, languages)
        if let callback { overrides.server = ServerObject(url: callback.url, secret: callback.secret) }
        overrides.serverMessages = AssistantOverrides.serverMessages
        return PlaceCallRequest(
            assistantID: assistantID, phoneNumberID: phoneNumberID, number: number, name: leadName,
            externalID: leadID.description, overrides: overrides)
    }

    /// The agency's own language is what its assistant was made for, words included: nothing is changed then.
    private func speak(_ overrides: inout AssistantOverrides, _ languages: VoiceLanguages) {
        guard let wanted = languages.choice(for: language) else { return }
        let name = Locale(identifier: "en").localizedString(forLanguageCode: wanted.primary)
        guard wanted.primary != languages.choice(for: agencyLanguage)?.primary else {
            overrides.variableValues["language"] = wanted.tag
            overrides.variableValues["language_instruction"] = CallTexts.instruction(for: wanted.tag, name: name)
            return
        }
        overrides.speak(
            wanted, texts: CallTexts(language: wanted.primary, agency: agencyName, lead: leadName), name: name)
    }
}
