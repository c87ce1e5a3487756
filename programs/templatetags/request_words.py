"""The words of a kind for an application, as a template filter."""

from django import template

from programs.messages.request_words import request_words

register = template.Library()
register.filter("request_words", request_words)
