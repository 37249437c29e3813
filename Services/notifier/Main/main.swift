internal import Notifier
internal import ServiceKit

await start(Notifier.self)
