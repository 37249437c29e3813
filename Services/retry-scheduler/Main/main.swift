internal import RetryScheduler
internal import ServiceKit

await start(RetryScheduler.self)
