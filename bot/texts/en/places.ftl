# Countries to tap, and whom to call there. Source of the numbers: each country's public services.

country-gb = 🇬🇧 UK
country-ie = 🇮🇪 Ireland
country-us = 🇺🇸 USA
country-ca = 🇨🇦 Canada
country-de = 🇩🇪 Germany
country-at = 🇦🇹 Austria
country-ch = 🇨🇭 Switzerland
country-au = 🇦🇺 Australia
country-nz = 🇳🇿 New Zealand
country-xx = Elsewhere

numbers-gb = Emergency 999 · urgent advice 111.
numbers-ie = Emergency 112 or 999.
numbers-us = Emergency 911.
numbers-ca = Emergency 911 · health advice 811.
numbers-de = Emergency 112 · doctor on call 116 117.
numbers-at = Emergency 144 or 112 · health advice 1450.
numbers-ch = Emergency 144 or 112.
numbers-au = Emergency 000 · health advice 1800 022 222.
numbers-nz = Emergency 111 · health advice 0800 611 116.
numbers-xx = Call your local emergency number.
