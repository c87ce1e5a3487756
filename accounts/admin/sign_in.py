"""What libraries put into the admin and an administrator must not have.

With the address of an official one takes over the account by "lupa kata sandi", and groups are not
what rights rest on here: postings are. Axes has a setting of its own for this.
"""

from allauth.account.models import EmailAddress
from django.contrib import admin
from django.contrib.auth.models import Group

admin.site.unregister([EmailAddress, Group])
