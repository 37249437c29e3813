/// What of a server message must not be kept: whoever has it can act in somebody's name, listen in on a call, or fetch its
/// recording.
enum VapiSecrets {
    /// Members that are removed wherever they are. Presigned addresses differ on every delivery and die within the hour.
    static let keys: Set<String> = [
        "secret", "Secret", "serverUrlSecret", "twilioAuthToken", "twilioApiSecret", "authToken", "apiKey", "api_key",
        "password", "credentials", "controlUrl", "listenUrl", "presignedMonoUrl", "presignedStereoUrl",
        "presignedAssistantUrl", "presignedCustomerUrl", "presignedVideoUrl", "presignedLogUrl", "presignedPcapUrl",
    ]

    /// Members that are removed inside an object of that name.
    static let keysInObjects: [String: Set<String>] = ["server": ["headers"]]
}
