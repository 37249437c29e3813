internal import CCurl

extension Transfer {
    /// What the transfer came to, once libcurl has said that it ended.
    func result(_ code: CURLcode) -> Result<HTTPResponse, HTTPClientError> {
        guard code == CURLE_OK else { return .failure(error(code)) }
        return .success(
            HTTPResponse(
                status: response.status, headers: response.headers, body: body, httpVersion: version,
                reusedConnection: handle.integer(CURLINFO_NUM_CONNECTS) == 0, timings: timings))
    }

    private func error(_ code: CURLcode) -> HTTPClientError {
        let number = Int32(bitPattern: code.rawValue)
        switch refusal {
        case .tooLarge: return hop.failure(.responseTooLarge, maybeProcessed: true)
        case .connectionGone: return hop.failure(.connectionLost, curl: number, maybeProcessed: wasSent)
        case .file(let number):
            return hop.failure(.file, FileDownload.words(for: number), maybeProcessed: wasSent)
        case .silentRepeat: return hop.failure(.connectionLost, curl: number, maybeProcessed: true)
        // A name with several addresses may still have led to one that is allowed; then something else went wrong.
        case .address(let detail) where code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK:
            return hop.failure(.egressDenied, detail, maybeProcessed: wasSent)
        case .address, nil: break
        }
        return hop.failure(Self.meaning(of: code), curl: number, maybeProcessed: wasSent)
    }

    private static func meaning(of code: CURLcode) -> HTTPClientError.Code {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalidURL
        case CURLE_COULDNT_RESOLVE_HOST: .dns
        case CURLE_COULDNT_CONNECT: .connect
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
            .tls
        case CURLE_OPERATION_TIMEDOUT: .timeout
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE, CURLE_HTTP2,
            CURLE_HTTP2_STREAM, CURLE_SEND_FAIL_REWIND:
            .connectionLost
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING: .invalidResponse
        default: .failed
        }
    }

    private var version: HTTPResponse.Version {
        switch handle.integer(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): .http10
        case Int(CURL_HTTP_VERSION_1_1): .http11
        case Int(CURL_HTTP_VERSION_2_0): .http2
        case Int(CURL_HTTP_VERSION_3): .http3
        default: .unknown
        }
    }

    private var timings: HTTPResponse.Timings {
        var timings = HTTPResponse.Timings()
        timings.nameResolved = handle.duration(CURLINFO_NAMELOOKUP_TIME_T)
        timings.connected = handle.duration(CURLINFO_CONNECT_TIME_T)
        timings.encrypted = handle.duration(CURLINFO_APPCONNECT_TIME_T)
        timings.firstByte = handle.duration(CURLINFO_STARTTRANSFER_TIME_T)
        timings.total = handle.duration(CURLINFO_TOTAL_TIME_T)
        return timings
    }
}
