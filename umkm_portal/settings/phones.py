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
# Per number: the pause between two codes, and the limits per hour and per day.
PHONE_CODE_PAUSE = timedelta(seconds=60)
PHONE_CODES_PER_HOUR = 5
PHONE_CODES_PER_DAY = 10
# Per network address and hour. Mobile operators put many people behind one address.
PHONE_CODES_PER_ADDRESS = int(environment.value("PHONE_CODES_PER_ADDRESS", "60"))
# For the whole portal per day, from midnight in Jakarta: it bounds the cost of codes.
PHONE_CODES_PER_PORTAL = int(environment.value("PHONE_CODES_PER_PORTAL", "5000"))
# Once so many SMS were sent in a day, codes included, only codes go out by SMS.
SMS_PER_DAY = int(environment.value("SMS_PER_DAY", "5000"))
PHONE_PEOPLE = 8
