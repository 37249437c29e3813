internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// Style and script, under names that change when they do, so that browsers may keep them for good.
struct Assets: Sendable {
    private struct Asset: Sendable {
        var path: String
        var type: String
        var content: ByteBuffer
    }

    private let style: Asset
    private let script: Asset
    private let icon: Asset

    init() {
        style = Self.asset("console", "css", "text/css; charset=utf-8", PackageResources.console_css)
        script = Self.asset("console", "js", "text/javascript; charset=utf-8", PackageResources.console_js)
        icon = Self.asset("icon", "svg", "image/svg+xml", PackageResources.icon_svg)
    }

    var stylePath: String { style.path }
    var scriptPath: String { script.path }
    var iconPath: String { icon.path }

    func add(to router: Router<ConsoleContext>) {
        for asset in [style, script, icon] {
            router.get(RouterPath(asset.path)) { _, _ in
                Response(
                    status: .ok,
                    headers: [.contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable"],
                    body: ResponseBody(byteBuffer: asset.content))
            }
        }
    }

    private static func asset(_ name: String, _ ending: String, _ type: String, _ bytes: [UInt8]) -> Asset {
        let version = SHA256.hash(data: bytes).prefix(6).map { String($0, radix: 16) }.joined()
        return Asset(path: "/assets/\(name)-\(version).\(ending)", type: type, content: ByteBuffer(bytes: bytes))
    }
}
