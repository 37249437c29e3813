internal import ServiceKit
internal import WebhookIngest

await start(WebhookIngest.self)
