"""What forms of the admin show but let nobody change."""

from django import template

from common.admin import read_only

register = template.Library()
register.filter("shown", read_only.shown)
register.filter("is_read_only", read_only.is_read_only)
