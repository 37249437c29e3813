#ifndef THAVON_CPHONENUMBERS_H
#define THAVON_CPHONENUMBERS_H

// The little of libphonenumber (C++) that Swift needs, as C. No function throws, and all may be called from any thread.

#ifdef __cplusplus
extern "C" {
#endif

enum thavon_phone_verdict {
    // In use by the numbering plan.
    THAVON_PHONE_VALID,
    // Of a length that exists in its country, in a range that this version of the plan does not know.
    THAVON_PHONE_POSSIBLE,
    THAVON_PHONE_TOO_SHORT,
    THAVON_PHONE_TOO_LONG,
    THAVON_PHONE_UNKNOWN_COUNTRY,
    THAVON_PHONE_NOT_A_NUMBER,
};

// Texts end with NUL and are cut to fit.
struct thavon_phone {
    enum thavon_phone_verdict verdict;
    char e164[20];
    // ISO 3166-1 alpha-2; empty for numbers of no country.
    char country[4];
    // Where the number was given out, in English: a state, a city, or the country.
    char place[128];
};

// Reads a number as people write them. `country` (ISO 3166-1 alpha-2) is for those without a country code.
struct thavon_phone thavon_phone_parse(const char *text, const char *country);

#ifdef __cplusplus
}
#endif

#endif
