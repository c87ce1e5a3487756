"""Pages that libraries register in the admin and that an administrator must not have.

Anyone who can edit an official's address can take over the account through "lupa kata sandi".
Groups grant nothing here: permissions come from postings. A second factor is reset with a reason,
never edited. The pages of axes are disabled by AXES_ENABLE_ADMIN.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group

admin.site.unregister([EmailAddress, Authenticator, Group])
