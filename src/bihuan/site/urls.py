"""Addresses of the product."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from bihuan.platform.auth.access import public
from bihuan.site import (
    acting,
    errors,
    field_worker,
    healthz,
    home,
    hub,
    preferences,
    readyz,
    styleguide,
)
from bihuan.site.demo import switch

urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("language", public(set_language), name="set_language"),
    path("preference", preferences.set_preference, name="set_preference"),
    path("setup", hub.setup, name="setup"),
    path("act-as", acting.act_as, name="act_as"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("f/sw.js", field_worker.service_worker, name="service_worker"),
    path("", include("bihuan.features.territory.urls")),
    path("", include("bihuan.features.posts.urls")),
    path("", include("bihuan.features.incidents.urls")),
    path("styleguide", styleguide.styleguide, name="styleguide"),
    path("demo/switch", switch.switch, name="demo_switch"),
    path("", include("bihuan.features.measures.urls")),
    path("", include("bihuan.features.premises.urls")),
    path("", include("bihuan.features.supervision.urls")),
    path("", include("bihuan.features.surveillance.urls")),
    path("", include("bihuan.features.safeguards.urls")),
    path("", include("bihuan.features.review.urls")),
    path("", include("bihuan.features.scenarios.urls")),
    path("", include("bihuan.features.situation.urls")),
    path("healthz", healthz.healthz, name="healthz"),
    path("readyz", readyz.readyz, name="readyz"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # the login library's own
handler500 = errors.broken
