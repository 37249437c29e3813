internal import FoundationEssentials
internal import OutboundHTTP
internal import ServiceLifecycle

/// Posts notifications: those of one channel one after another, those of different channels side by side.
struct PushSender: Service {
    /// These are tried again, others are not
    /// (https://developers.google.com/workspace/calendar/api/guides/push#responding-to-notifications).
    private static let repeated: Set = [500, 502, 503, 504]
    private static let mostAttempts = 4

    let google: GoogleProvider
    let client: HTTPClient

    func run() async throws {
        await withDiscardingTaskGroup { group in
            for await id in google.wakeUps.cancelOnGracefulShutdown() {
                group.addTask { await drain(id) }
            }
            group.cancelAll()
        }
    }

    private func drain(_ id: String) async {
        while let notification = google.nextNotification(on: id) {
            if google.isNextPushLost() {
                let lost = Delivery(message: notification.state, at: google.ambient.now(), error: "lost")
                google.note(lost, on: id)
            } else {
                await send(notification, on: id)
            }
        }
    }

    private func send(_ notification: PushNotification, on id: String) async {
        for attempt in 1...Self.mostAttempts {
            let delivery = await post(notification)
            google.note(delivery, on: id)
            guard let status = delivery.status, Self.repeated.contains(status), attempt < Self.mostAttempts,
                (try? await google.ambient.pause(.seconds(1 << (attempt - 1)))) != nil
            else { return }
        }
    }

    private func post(_ notification: PushNotification) async -> Delivery {
        var request = HTTPRequest(method: .post, url: notification.address)
        for (name, value) in notification.headers { request.headers[name] = value }
        request.headers["user-agent"] = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)"
        request.body = []
        var delivery = Delivery(message: notification.state, at: google.ambient.now())
        do throws(HTTPClientError) {
            delivery.status = try await client.send(request).status
        } catch {
            delivery.error = "\(error.code)"
        }
        return delivery
    }
}
