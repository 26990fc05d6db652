"""Addresses of the product."""

from allauth.account import views as account
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

# Of the login library only what a city without mail can use: its pages that keep addresses, write
# to them or renew a password by them lead nowhere here.
ACCOUNTS: list[URLPattern | URLResolver] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("signup/", account.signup, name="account_signup"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("language", public(set_language), name="set_language"),
    path("preference", preferences.set_preference, name="set_preference"),
    path("setup", hub.setup, name="setup"),
    path("act-as", acting.act_as, name="act_as"),
    path("accounts/", include(ACCOUNTS)),
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
