"""URLs of what anyone may see of enterprises."""

from django.urls import path

from enterprises.web import photo_views

urlpatterns = [
    path("foto-produk/<uuid:photo_uid>/", photo_views.public_whole_photo, name="product-photo"),
    path(
        "foto-produk/<uuid:photo_uid>/kecil/",
        photo_views.public_small_photo,
        name="product-photo-small",
    ),
]
