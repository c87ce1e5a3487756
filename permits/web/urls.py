"""URLs of the owner's pages of permits."""

urlpatterns: list[object] = []
