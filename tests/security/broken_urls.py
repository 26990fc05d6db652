"""Addresses of a product with one broken page."""

from django.urls import path

from bihuan.site import urls

handler400, handler403 = urls.handler400, urls.handler403
handler404, handler500 = urls.handler404, urls.handler500


def broken(request):
    raise RuntimeError("broken on purpose")


urlpatterns = [*urls.urlpatterns, path("broken", broken)]
