# Countries to tap, and whom to call there.
#
# Emergency numbers: libphonenumber 9.0.43 (tests/test_places.py asks it again). Numbers for advice, and the
# ambulance's, were looked up on 2026-11-23 in stored copies of these pages, whose age varies:
#   gb  hscni.net "Phone First", neas.nhs.uk (111 in England, Scotland and Wales; not in Northern Ireland)
#   ie  hse.ie "When to call 112 or 999", nationalambulanceservice.ie
#   ca  hss.gov.nt.ca, healthpei.ca (811); wrha.mb.ca (Manitoba has a number of its own)
#   de  Bundesministerium für Gesundheit, by verwaltungsportal.hessen.de (112, 116 117)
#   at  rtr.at, wien.gv.at (144, 112); Gesundheitsministerium (1450)
#   ch  alertswiss.ch, stadt-zuerich.ch (144, 112)
#   au  betterhealth.vic.gov.au (000); mforum.com.au, medicine.com.au (1800MEDICARE since 2026, before: healthdirect)
#   nz  health.govt.nz (Healthline), newdunedinhospital.nz (111)

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

numbers-gb = Emergency 999 · urgent advice 111 (not in Northern Ireland).
numbers-ie = Emergency 112 or 999.
numbers-us = Emergency 911.
numbers-ca = Emergency 911 · health advice 811 (Manitoba: 1-888-315-9257).
numbers-de = Emergency 112 · doctor on call 116 117.
numbers-at = Emergency 144 or 112 · health advice 1450.
numbers-ch = Emergency 144 or 112.
numbers-au = Emergency 000 · health advice 1800 633 422 (1800MEDICARE).
numbers-nz = Emergency 111 · health advice 0800 611 116.
numbers-xx = Call your local emergency number.
