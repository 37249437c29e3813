import Hummingbird
import Configuration
import Crypto
enum ServiceKitPlaceholder {}
