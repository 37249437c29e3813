#include "CPhoneNumbers.h"

#include <algorithm>
#include <cstring>
#include <string>

#include <phonenumbers/geocoding/phonenumber_offline_geocoder.h>
#include <phonenumbers/phonenumberutil.h>
#include <unicode/locid.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberOfflineGeocoder;
using i18n::phonenumbers::PhoneNumberUtil;

namespace {

template <size_t size>
void copy(const std::string &text, char (&out)[size]) {
    const size_t length = std::min(size - 1, text.size());
    std::memcpy(out, text.data(), length);
    out[length] = 0;
}

thavon_phone_verdict verdict(const PhoneNumberUtil &numbers, const PhoneNumber &number) {
    if (numbers.IsValidNumber(number)) return THAVON_PHONE_VALID;
    switch (numbers.IsPossibleNumberWithReason(number)) {
        case PhoneNumberUtil::IS_POSSIBLE: return THAVON_PHONE_POSSIBLE;
        case PhoneNumberUtil::TOO_SHORT:
        // As it is dialled in its own town; from elsewhere something is missing.
        case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY: return THAVON_PHONE_TOO_SHORT;
        case PhoneNumberUtil::INVALID_COUNTRY_CODE: return THAVON_PHONE_UNKNOWN_COUNTRY;
        default: return THAVON_PHONE_TOO_LONG;
    }
}

thavon_phone_verdict verdict(PhoneNumberUtil::ErrorType error) {
    switch (error) {
        case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return THAVON_PHONE_UNKNOWN_COUNTRY;
        case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
        case PhoneNumberUtil::TOO_SHORT_NSN: return THAVON_PHONE_TOO_SHORT;
        case PhoneNumberUtil::TOO_LONG_NSN: return THAVON_PHONE_TOO_LONG;
        default: return THAVON_PHONE_NOT_A_NUMBER;
    }
}

}  // namespace

extern "C" thavon_phone thavon_phone_parse(const char *text, const char *country) {
    thavon_phone phone = {};
    phone.verdict = THAVON_PHONE_NOT_A_NUMBER;
    try {
        const PhoneNumberUtil &numbers = *PhoneNumberUtil::GetInstance();
        PhoneNumber number;
        const PhoneNumberUtil::ErrorType error = numbers.Parse(text, country, &number);
        if (error != PhoneNumberUtil::NO_PARSING_ERROR) {
            phone.verdict = verdict(error);
            return phone;
        }
        phone.verdict = verdict(numbers, number);
        std::string out;
        numbers.Format(number, PhoneNumberUtil::E164, &out);
        copy(out, phone.e164);
        numbers.GetRegionCodeForNumber(number, &out);
        // A range that is not known yet still belongs to the country of its code; 001 is no country.
        if (out.size() != 2 || out == "ZZ") numbers.GetRegionCodeForCountryCode(number.country_code(), &out);
        if (out.size() == 2 && out != "ZZ") copy(out, phone.country);
        static const PhoneNumberOfflineGeocoder places;
        copy(places.GetDescriptionForNumber(number, icu::Locale("en")), phone.place);
    } catch (...) {
        phone.verdict = THAVON_PHONE_NOT_A_NUMBER;
    }
    return phone;
}
