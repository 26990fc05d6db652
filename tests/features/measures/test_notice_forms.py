"""The notice in its other forms: official paper, and a CAP message as the standard says.

The schema of the standard is not shipped; what is checked here is written from the rules of OASIS
Common Alerting Protocol 1.2, section 3: elements in their order, how often, which values.
"""

import re
import xml.etree.ElementTree as ET

import pytest
from django.test import Client
from tests.factories.decided import adopted, ready
from tests.factories.orders import MORNING, Town

from bihuan.platform.clock.system import fixed_at

pytestmark = pytest.mark.django_db
NAMESPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
NAME = re.compile(r"[^\s,<&]+")
TAG = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
# Element, least, most (None: any number), allowed values or form (None: any text).
ALERT = (
    ("identifier", 1, 1, NAME), ("sender", 1, 1, NAME), ("sent", 1, 1, TIME),
    ("status", 1, 1, {"Actual", "Exercise", "System", "Test", "Draft"}),
    ("msgType", 1, 1, {"Alert", "Update", "Cancel", "Ack", "Error"}), ("source", 0, 1, None),
    ("scope", 1, 1, {"Public", "Restricted", "Private"}), ("restriction", 0, 1, None),
    ("addresses", 0, 1, None), ("code", 0, None, None), ("note", 0, 1, None),
    ("references", 0, 1, None), ("incidents", 0, 1, None), ("info", 0, None, None),
)  # fmt: skip
CATEGORIES = {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport",
              "Infra", "CBRNE", "Other"}  # fmt: skip
RESPONSES = {"Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess",
             "AllClear", "None"}  # fmt: skip
INFO = (
    ("language", 0, 1, TAG), ("category", 1, None, CATEGORIES), ("event", 1, 1, None),
    ("responseType", 0, None, RESPONSES),
    ("urgency", 1, 1, {"Immediate", "Expected", "Future", "Past", "Unknown"}),
    ("severity", 1, 1, {"Extreme", "Severe", "Moderate", "Minor", "Unknown"}),
    ("certainty", 1, 1, {"Observed", "Likely", "Possible", "Unlikely", "Unknown"}),
    ("audience", 0, 1, None), ("eventCode", 0, None, None), ("effective", 0, 1, TIME),
    ("onset", 0, 1, TIME), ("expires", 0, 1, TIME), ("senderName", 0, 1, None),
    ("headline", 0, 1, None), ("description", 0, 1, None), ("instruction", 0, 1, None),
    ("web", 0, 1, None), ("contact", 0, 1, None), ("parameter", 0, None, None),
    ("resource", 0, None, None), ("area", 0, None, None),
)  # fmt: skip
AREA = (
    ("areaDesc", 1, 1, None), ("polygon", 0, None, None), ("circle", 0, None, None),
    ("geocode", 0, None, None), ("altitude", 0, 1, None), ("ceiling", 0, 1, None),
)  # fmt: skip


def faults(element, rules):
    """Return every breach of the rules below an element."""
    names = [child.tag.removeprefix(NAMESPACE) for child in element]
    order = [name for name, *_ in rules]
    found = [f"unknown {name}" for name in names if name not in order]
    ranks = [order.index(name) for name in names if name in order]
    found += ["out of order"] if ranks != sorted(ranks) else []
    for name, least, most, form in rules:
        children = element.findall(f"{NAMESPACE}{name}")
        if not least <= len(children) <= (most or len(children)):
            found.append(f"{name} {len(children)} times")
        for child in children:
            text = child.text or ""
            if isinstance(form, set) and text not in form:
                found.append(f"{name} is {text}")
            if isinstance(form, re.Pattern) and not form.fullmatch(text):
                found.append(f"{name} is {text}")
    return found


def wrong(message):
    alert = ET.fromstring(message)  # noqa: S314  (our own message)
    assert alert.tag == f"{NAMESPACE}alert"
    found = faults(alert, ALERT)
    for info in alert.findall(f"{NAMESPACE}info"):
        found += faults(info, INFO)
        for area in info.findall(f"{NAMESPACE}area"):
            found += faults(area, AREA)
    return found


def test_every_form_of_the_notice_comes_from_the_same_record():
    with fixed_at(MORNING):
        town = Town()
        adopted(town.incident)
        measure = ready(town, purpose="减少 & <聚集>")
        anybody = Client()
        message = anybody.get(f"/p/measures/{measure}/cap").content.decode()
        assert wrong(message) == []
        assert wrong(message.replace("<status>Actual", "<status>Real")) == ["status is Real"]
        assert "out of order" in wrong(
            message.replace("<category>Health</category>", "", 1).replace(
                "</info>", "<category>Health</category></info>", 1
            )
        )
        paper = anybody.get(f"/p/measures/{measure}/pdf")
        assert paper.content[:5] == b"%PDF-"
        assert anybody.get(f"/p/measures/{measure}/pdf").content == paper.content
