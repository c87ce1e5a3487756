"""Pages that libraries register in the admin and that an administrator must not have.

Whoever can edit an official's address can take over the account through "lupa kata sandi". Groups
grant nothing here: rights come from postings. A second factor is reset with a reason, never edited.
Axes is kept out by a setting of its own.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

admin.site.unregister([EmailAddress, Authenticator, Group])
