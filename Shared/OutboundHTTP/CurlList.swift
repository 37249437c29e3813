internal import CCurl

/// Owns a list of strings in libcurl's form.
@safe final class CurlList {
    private(set) var head: UnsafeMutablePointer<curl_slist>?

    init(_ lines: [String]) {
        for line in lines {
            // On failure the list so far stays as it is; without memory the transfer fails by itself.
            if let longer = unsafe curl_slist_append(head, line) { unsafe head = unsafe longer }
        }
    }

    deinit { unsafe curl_slist_free_all(head) }
}
