"""Addresses of measures and of the public pages."""

from django.urls import path

from bihuan.features.measures.views import (
    draft,
    happened,
    law,
    listing,
    measure,
    package,
    policies,
    profile,
    public,
    wizard,
)

app_name = "measures"
urlpatterns = [
    path("measures", listing.measures, name="measures"),
    path("measures/offered", listing.offered, name="offered"),
    path("measures/new", draft.new, name="new"),
    path("measures/law", law.law, name="law"),
    path("measures/law/confirm", law.confirm, name="confirm"),
    path("measures/policies", policies.policies, name="policies"),
    path("measures/policies/register", policies.register, name="register_policy"),
    path("measures/policies/confirm", policies.confirm, name="confirm_policy"),
    path("measures/policies/<str:identity>/text", policies.text, name="policy_text"),
    path("measures/assess", law.assess, name="assess"),
    path("measures/packages/new", wizard.new, name="package_new"),
    path("measures/packages/<str:identity>", package.package, name="package"),
    path("measures/packages/<str:identity>/step/<str:slug>", wizard.step, name="step"),
    path("measures/packages/<str:identity>/do/<str:slug>", package.act, name="package_act"),
    path("measures/tasks/<str:identity>/<str:slug>", package.task, name="task"),
    path("measures/<str:identity>", measure.measure, name="measure"),
    path("measures/<str:identity>/amend", draft.amend, name="amend"),
    path("measures/<str:identity>/renew", draft.renew, name="renew"),
    path("measures/<str:identity>/happened", happened.happened, name="happened"),
    path("measures/<str:identity>/<str:slug>", measure.act, name="act"),
    path("setup/profiles", profile.profiles, name="profiles"),
    path("setup/profiles/sign", profile.sign, name="sign_profile"),
    path("setup/profiles/<str:identity>", profile.text, name="profile_text"),
    path("setup/profiles/adopt/<int:number>", profile.adopt, name="adopt"),
    path("p/", public.home, name="public_home"),
    path("p/measures.ics", public.ends, name="public_ends"),
    path("p/measures/<str:identity>", public.notice, name="public_notice"),
    path("p/measures/<str:identity>/text", public.text, name="public_text"),
    path("p/measures/<str:identity>/pdf", public.paper, name="public_paper"),
    path("p/measures/<str:identity>/cap", public.cap, name="public_cap"),
]
