import Testing

@testable import Twilio

@Suite struct TwilioSignatureTests {
    /// The example that Twilio's page on security has had for years.
    static let url = "https://mycompany.com/myapp.php?foo=1&bar=2"
    static let call = [
        ("CallSid", "CA1234567890ABCDE"), ("Caller", "+12349013030"), ("Digits", "1234"), ("From", "+12349013030"),
        ("To", "+18005551212"),
    ]
    static let signature = "0/KCTR6DLpKmkAf8muzZqo1nDgQ="

    static func isValid(
        _ url: String = url, _ parameters: [(String, String)] = call, _ signature: String = signature,
        token: String = "12345"
    ) -> Bool {
        TwilioSignature.isValid(url: url, parameters: parameters, signature: signature, authToken: token)
    }

    @Test func thePublishedExampleIsValid() {
        #expect(Self.isValid())
        #expect(Self.isValid(Self.url, Self.call.reversed()))
        #expect(Self.isValid(Self.url + "#rc=3&rp=all"))
    }

    @Test func aChangeOfAnythingIsNot() {
        #expect(!Self.isValid(token: "12346"))
        #expect(!Self.isValid(token: ""))
        #expect(!Self.isValid(Self.url + "&x=1"))
        #expect(!Self.isValid("http://mycompany.com/myapp.php?foo=1&bar=2"))
        #expect(!Self.isValid(Self.url, Array(Self.call.dropLast())))
        #expect(!Self.isValid(Self.url, Self.call + [("New", "")]))
        #expect(!Self.isValid(Self.url, Self.call.map { ($0.0.lowercased(), $0.1) }))
        for signature in ["", "=", "0/KCTR6DLpKmkAf8muzZqo1nDg==", "1/KCTR6DLpKmkAf8muzZqo1nDgQ=", "nonsense"] {
            #expect(!Self.isValid(Self.url, Self.call, signature), "\(signature)")
        }
    }

    /// Computed with another implementation of HMAC.
    @Test(arguments: [
        ("https://mycompany.com/myapp.php?foo=1&bar=2", "EpDEmp1PyjDYp77YxYU3GILBWzE="),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", "EpDEmp1PyjDYp77YxYU3GILBWzE="),
        ("https://mycompany.com:443/myapp.php?foo=1&bar=2", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
        ("https://mycompany.com:8443/myapp.php?foo=1&bar=2", "0/KCTR6DLpKmkAf8muzZqo1nDgQ="),
        ("http://mycompany.com/myapp.php?foo=1&bar=2", "boT12oXXJ0BuzO2U/6iCqFdh2Do="),
        ("http://mycompany.com:80/myapp.php?foo=1&bar=2", "FYMaGAU6nPbB9h2pncMl4aJ4vns="),
    ])
    func portsMayBeThereOrNot(url: String, signature: String) {
        #expect(Self.isValid(url, Self.call, signature))
    }

    @Test func aPortIsOnlyWhatFollowsTheHost() {
        #expect(
            TwilioSignature.variants(of: "https://u:p@a.example/x:1?y=:2#z") == [
                "https://u:p@a.example/x:1?y=:2", "https://u:p@a.example:443/x:1?y=:2",
            ])
        #expect(TwilioSignature.variants(of: "https://[::1]:9/x") == ["https://[::1]:9/x", "https://[::1]/x"])
        #expect(TwilioSignature.variants(of: "http://a?x") == ["http://a?x", "http://a:80?x"])
    }

    /// Repeated names count once for each value; names with regard to case; empty values too.
    @Test func whatCameIsWhatCounts() {
        let body = "MessageSid=SM1&Body=Gr%C3%BC%C3%9Fe+%2B+Dank+%26+mehr&Tag=b&Tag=a&Tag=b&body=x&Empty="
        let url = "https://hooks.example.org/webhooks/twilio/status/1"
        let fields = TwilioForm.fields(of: body.utf8)
        #expect(Self.isValid(url, fields, "QYgaYvv4M1j7TrDOgMMyjc4LHnU="))
        #expect(!Self.isValid(url, fields.filter { $0.0 != "Tag" || $0.1 != "a" }, "QYgaYvv4M1j7TrDOgMMyjc4LHnU="))
    }

    @Test func bodiesThatAreNoFormAreSignedByTheirHash() {
        let url =
            "https://hooks.example.org/x?bodySHA256=d2d7b967cd9d8bcb81a32005588f45b254aca48e26ff95a8749774df421680b9"
        func isValid(_ url: String, _ body: String) -> Bool {
            TwilioSignature.isValid(
                url: url, body: Array(body.utf8), signature: "zDi/k7W5/mnABakcVMEvUf8aUok=", authToken: "12345")
        }
        #expect(isValid(url, #"{"a": true}"#))
        #expect(!isValid(url, #"{"a": false}"#))
        #expect(!isValid("https://hooks.example.org/x", #"{"a": true}"#))
    }
}

@Suite struct TwilioFormTests {
    @Test func formsAreReadAsTheyCame() {
        let fields = TwilioForm.fields(of: "a=1+2&b=%zz%4&&c&=d&a=%F0%9F%98%80&e==%3D".utf8)
        #expect(fields.map(\.0) == ["a", "b", "c", "", "a", "e"])
        #expect(fields.map(\.1) == ["1 2", "%zz%4", "", "d", "😀", "=="])
        #expect(TwilioForm.fields(of: [UInt8]()).isEmpty)
        #expect(TwilioForm.fields(of: "a=%FF".utf8).first?.1 == "\u{FFFD}")
    }

    @Test func whatIsWrittenIsReadAgain() {
        let fields = [("Body", "a+b &=%\r\n ÄÖ 😀"), ("Empty", "")]
        let read = TwilioForm.fields(of: TwilioForm.encoded(fields))
        #expect(read.map(\.0) == fields.map(\.0) && read.map(\.1) == fields.map(\.1))
    }
}

@Suite struct TwilioCallbackTests {
    @Test func aReportIsRead() throws {
        let body =
            "ChannelPrefix=whatsapp&ApiVersion=2010-04-01&MessageStatus=undelivered&SmsSid=SM1&SmsStatus=undelivered"
            + "&ChannelToAddress=%2B15125550122&To=whatsapp%3A%2B15125550122&From=whatsapp%3A%2B15125550100"
            + "&MessageSid=SM1&AccountSid=AC1&ErrorCode=63016&ChannelStatusMessage=Outside"
            + "&EventType=UNDELIVERED&MessagingServiceSid="
        let callback = try #require(TwilioCallback(TwilioForm.fields(of: body.utf8)))
        #expect(callback.messageSID == "SM1" && callback.status == .undelivered)
        #expect(callback.errorCode == 63016 && callback.errorClass == .outsideWindow)
        #expect(callback.to == "whatsapp:+15125550122" && callback.from == "whatsapp:+15125550100")
        #expect(callback.channelToAddress == "+15125550122" && callback.eventType == "UNDELIVERED")
        #expect(callback.messagingServiceSID == nil && callback.accountSID == "AC1")
    }

    @Test func whatMattersMustBeThere() {
        #expect(TwilioCallback([("MessageSid", "SM1")]) == nil)
        #expect(TwilioCallback([("MessageStatus", "sent")]) == nil)
        #expect(TwilioCallback([("MessageSid", ""), ("MessageStatus", "sent")]) == nil)
        let future = TwilioCallback([("SmsSid", "SM1"), ("SmsStatus", "teleported"), ("ErrorCode", "0")])
        #expect(future?.status == nil && future?.statusText == "teleported" && future?.errorCode == nil)
    }

    @Test func anAnswerIsRead() throws {
        let fields = [
            ("MessageSid", "SM2"), ("From", "whatsapp:+15125550122"), ("To", "whatsapp:+15125550100"), ("Body", "Ja"),
            ("NumMedia", "2"), ("WaId", "15125550122"), ("ProfileName", "Zoë"), ("ButtonText", "Stop"),
        ]
        let inbound = try #require(TwilioInbound(fields))
        #expect(inbound.channel == .whatsapp && inbound.from == "+15125550122" && inbound.to == "+15125550100")
        #expect(inbound.mediaCount == 2 && inbound.waID == "15125550122" && inbound.profileName == "Zoë")
        #expect(inbound.verdict == .stop)
        // Not what it says by SMS.
        let button = try #require(TwilioInbound(fields.dropLast() + [("ButtonText", "Cancel")]))
        #expect(button.verdict == .none && !button.isAnswered)
        let picture = try #require(TwilioInbound([("MessageSid", "MM1"), ("From", "+1"), ("NumMedia", "-1")]))
        #expect(picture.channel == .sms && picture.body == "" && picture.mediaCount == 0 && picture.verdict == .none)
        #expect(TwilioInbound([("From", "+1")]) == nil && TwilioInbound([("MessageSid", "SM1")]) == nil)
    }

    /// Twilio answers its own words, and what it has recognised itself; never on WhatsApp.
    @Test(
        arguments: [
            ("STOP", nil, "sms", true), (" stop\r\n", nil, "sms", true), ("Unsubscribe", nil, "sms", true),
            ("OPTOUT", nil, "sms", true), ("yes", nil, "sms", true), ("Unstop", nil, "sms", true),
            ("info", nil, "sms", true), ("cancel", nil, "sms", true), ("annuler", nil, "sms", false),
            ("STOP", nil, "whatsapp", false), ("STOP", "STOP", "whatsapp", false), ("yes", nil, "whatsapp", false),
            ("STOP!", nil, "sms", false), ("Stop please", nil, "sms", false), ("BASTA", nil, "sms", false),
            ("BASTA", "STOP", "sms", true), ("Abmelden bitte", nil, "sms", false), ("Hello", nil, "sms", false),
            ("Hello", "", "sms", false), ("Hello", "OTHER", "sms", false), ("", nil, "sms", false),
        ] as [(String, String?, String, Bool)])
    func whoAnswersAWish(body: String, optOutType: String?, channel: String, isAnswered: Bool) throws {
        let sender = channel == "sms" ? "+15125550122" : "whatsapp:+15125550122"
        var fields = [("MessageSid", "SM3"), ("From", sender), ("Body", body)]
        if let optOutType { fields.append(("OptOutType", optOutType)) }
        let inbound = try #require(TwilioInbound(fields))
        #expect(inbound.isAnswered == isAnswered)
    }
}
