"""What libraries put into the admin and an administrator must not have.

With the address of an official one takes over the account by "lupa kata sandi", and groups are not
what rights rest on here: postings are. A second factor is reset with a reason, never edited. Axes
has a setting of its own for this.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

admin.site.unregister([EmailAddress, Authenticator, Group])
