#ifndef THAVON_CCURL_H
#define THAVON_CCURL_H

#include <curl/curl.h>

// Swift cannot call variadic C functions: one typed wrapper for each kind of argument.
static inline CURLcode thavon_curl_setopt_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode thavon_curl_setopt_pointer(CURL *handle, CURLoption option, const void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode thavon_curl_getinfo_long(CURL *handle, CURLINFO info, long *value) {
    return curl_easy_getinfo(handle, info, value);
}

#endif
