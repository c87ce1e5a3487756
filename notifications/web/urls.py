"""URLs of the message pages."""

from django.urls import path

from notifications.web import inbox, mailbox, preferences

urlpatterns = [
    path("pesan/", inbox.inbox, name="inbox"),
    path("pesan/semua-dibaca/", inbox.read_all, name="inbox-read-all"),
    path("pesan/<int:item_id>/", inbox.open_item, name="inbox-item"),
    path("akun/pemberitahuan/", preferences.preferences, name="channel-preferences"),
    path("dev/surat/", mailbox.letters, name="dev-mailbox"),
    path("dev/surat/<str:name>/", mailbox.letter, name="dev-letter"),
]
