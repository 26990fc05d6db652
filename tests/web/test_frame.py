"""The frame around every page: error pages, preferences, languages."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory
from django.views.decorators.http import require_POST

from bihuan.site.security import no_dead_end

pytestmark = pytest.mark.django_db


def drawn(source: str, **context: object) -> str:
    request = RequestFactory().get("/")
    return engines["django"].from_string(source).render(context, request)


def test_the_frame_and_its_phone_and_paper_forms_are_drawn_for_nobody():
    for name in ("base.html", "phone.html", "print.html"):
        page = drawn(f"{{% extends '{name}' %}}{{% block content %}}<p>inside</p>{{% endblock %}}")
        assert "<p>inside</p>" in page
        assert 'lang="zh-CN"' in page
        assert " style=" not in page
        assert "onclick" not in page


def test_an_unknown_address_says_so_with_a_reference(client):
    answer = client.get("/nowhere")
    assert answer.status_code == 404
    assert b'href="/"' in answer.content


def test_a_page_about_an_error_keeps_the_theme(client):
    client.post("/preference", {"theme": "dark", "next": "/"})
    assert b'data-theme="dark"' in client.get("/nowhere").content


def test_the_theme_is_kept_in_a_cookie_and_the_same_page_comes_back(client):
    answer = client.post("/preference", {"theme": "dark", "next": "/ledger?severity=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/ledger?severity=1")
    assert client.cookies["theme"].value == "dark"
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()


def test_an_unknown_theme_and_a_page_of_another_host_are_not_taken(client):
    answer = client.post("/preference", {"theme": "<b>", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/"
    assert "theme" not in client.cookies


def test_the_language_changes_with_one_click_and_stays(client):
    answer = client.post("/language", {"language": "en", "next": "/accounts/login/"})
    assert answer["Location"] == "/accounts/login/"
    assert 'lang="en"' in client.get("/accounts/login/").content.decode()


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/calls/tick", "/calls"),
        ("/review/2022-11-28/decide", "/review/2022-11-28"),
        ("/duty/appointments/abc/confirm", "/duty"),
        ("/language", "/"),
    ],
)
def test_who_asks_for_an_address_of_forms_is_led_to_the_page_above_it(rf, address, page):
    middleware = no_dead_end(require_POST(lambda request: HttpResponse("done")))
    answer = middleware(rf.get(address, headers={"accept": "text/html,*/*"}))
    assert (answer.status_code, answer["Location"]) == (303, page)
    said = middleware(rf.delete(address))
    assert (said.status_code, said["Allow"]) == (405, "POST")
    assert "没有改动任何内容" in said.content.decode()
    assert middleware(rf.get(address, headers={"accept": "*/*"})).status_code == 405
    assert middleware(rf.post(address)).status_code == 200


def test_the_front_door_leads_to_the_login(client):
    assert client.get("/")["Location"] == "/accounts/login/"


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_style_guide_draws_every_component(client, language):
    client.cookies["language"] = language
    page = client.get("/styleguide?severity=1").content.decode()
    for part in ("clock--over", "severity--s1", "stepper__step--now", "guards__guard--missing"):
        assert part in page
    assert " style=" not in page


def test_a_name_that_is_not_served_is_said_with_the_way_to_serve_it(client):
    for language, words in (
        ("zh-hans", "不以此名称提供服务"),
        ("en", "Not served under this name"),
    ):
        client.cookies["language"] = language
        answer = client.get("/accounts/login/", headers={"host": "city.example"})
        assert answer.status_code == 400
        assert words in answer.content.decode()
        assert "settings.toml" in answer.content.decode()
