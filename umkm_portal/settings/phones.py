"""Signing in by phone: how codes are sent, and how many (docs/adr/0007-phones.md)."""

from datetime import timedelta

from operations import environment

PHONE_MESSENGER = "notifications.services.phones.PhoneMessenger"
# For a real gateway: the dotted path of a class with `obstacle` and `send`
# (notifications/channels/base.py). Without one, messages are recorded in PORTAL_HOME/mail.
_WHATSAPP = environment.value("WHATSAPP_CHANNEL")
_SMS = environment.value("SMS_CHANNEL")
PHONE_CHANNELS = {
    "whatsapp": _WHATSAPP or "notifications.channels.whatsapp.WhatsAppChannel",
    "sms": _SMS or "notifications.channels.sms.SmsChannel",
}
# A portal that only records them offers no sign-in by phone, unless it is a demo.
PHONE_SIGN_IN = environment.flag("PHONE_SIGN_IN", default=bool(_WHATSAPP or _SMS))

PHONE_CODE_LIFETIME = timedelta(minutes=5)
PHONE_CODE_ATTEMPTS = 5
# How long after entering the right code a person may finish what it was requested for.
PHONE_PROOF_LIFETIME = timedelta(minutes=15)
# What each limit protects and what it costs its victim: docs/adr/0015-limits.md. Between two codes
# for a number, counted alike below.
PHONE_CODE_PAUSE = timedelta(seconds=60)
# For a number, per browser that proved it before (or account, or official at the counter).
PHONE_CODES_PER_HOUR = 5
PHONE_CODES_PER_DAY = 10
# For a number, to all other browsers: per network, and in all. The first figure is per hour; after
# the second figure in a day the third applies per hour: strangers can slow a number down, never
# block it for a day.
PHONE_CODES_OF_NETWORK = (5, 10, 1)
PHONE_CODES_OF_STRANGERS = (10, 20, 2)
# For any numbers, to such browsers of one network per hour; after three times as many in a day a
# tenth. Mobile operators and halls put many people behind one address.
PHONE_CODES_PER_ADDRESS = environment.count("PHONE_CODES_PER_ADDRESS", 200)
# For the whole portal per day, from midnight in Jakarta: it bounds the cost of codes. As many go to
# browsers that proved their number, which strangers' codes do not use up.
PHONE_CODES_PER_PORTAL = environment.count("PHONE_CODES_PER_PORTAL", 5000)
# Once so many SMS were sent in a day, codes included, only codes go out by SMS.
SMS_PER_DAY = int(environment.value("SMS_PER_DAY", "5000"))
PHONE_PEOPLE = 8
