"""URLs of the privacy page and of people's rights."""

from django.urls import path

from data_rights.web import views

urlpatterns = [
    path("privasi/", views.privacy, name="privacy"),
    path("akun/data/", views.rights, name="rights"),
    path("akun/data/salinan/", views.own_copy, name="rights-copy"),
    path("akun/data/<slug:right>/", views.ask_for, name="rights-ask"),
]
