"""Validate a message against an XML schema, as far as the schema of CAP 1.2 uses the language.

Sequences of elements with their least and most, references, and simple types with patterns and
lists of values. A construct that is not known here stops the test instead of passing.
"""

import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

XS = "{http://www.w3.org/2001/XMLSchema}"
LANGUAGE = re.compile(r"[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*")
WHOLE, DECIMAL = re.compile(r"[-+]?\d+"), re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)")


def dated(text):
    try:
        return "T" in text and datetime.fromisoformat(text) is not None
    except ValueError:
        return False


KINDS = {
    "string": lambda text: True,
    "anyURI": lambda text: not re.search(r"\s", text.strip()),
    "language": LANGUAGE.fullmatch, "integer": WHOLE.fullmatch, "decimal": DECIMAL.fullmatch,
    "dateTime": dated,
}  # fmt: skip


@dataclass(frozen=True)
class Schema:
    """The elements at the top of a schema, by name."""

    target: str
    top: dict

    @classmethod
    def read(cls, path: Path):
        root = ET.parse(path).getroot()  # noqa: S314  (a file of the project)
        named = {one.get("name"): one for one in root.findall(f"{XS}element")}
        return cls(f"{{{root.get('targetNamespace')}}}", named)

    def faults(self, message: str) -> list[str]:
        """Return every breach, with the path at which it stands."""
        element = ET.fromstring(message)  # noqa: S314  (our own message)
        name = element.tag.removeprefix(self.target)
        rule = self.top.get(name)
        return [f"{element.tag} is no element"] if rule is None else self._in(element, rule, name)

    def _in(self, element, rule, path):
        if (kind := rule.get("type")) is not None:
            return self._text(element, kind, (), path)
        (inside,) = (one for one in rule if one.tag != f"{XS}annotation")
        if inside.tag == f"{XS}simpleType":
            (limit,) = inside
            assert limit.tag == f"{XS}restriction"
            return self._text(element, limit.get("base"), limit, path)
        assert inside.tag == f"{XS}complexType"
        (sequence,) = inside
        assert sequence.tag == f"{XS}sequence"
        return self._sequence(element, sequence, path)

    def _sequence(self, element, sequence, path):
        found = [f"{path} holds text"] if (element.text or "").strip() else []
        left = list(element)
        for particle in sequence:
            least, most = int(particle.get("minOccurs", "1")), particle.get("maxOccurs", "1")
            taken = []
            while (
                left
                and self._is(left[0], particle)
                and (most == "unbounded" or len(taken) < int(most))
            ):
                taken.append(left.pop(0))
            if len(taken) < least:
                found.append(f"{path}/{self._name(particle)} is missing")
            if particle.tag == f"{XS}element":
                rule = self.top[self._name(particle)] if particle.get("ref") else particle
                for one in taken:
                    found += self._in(one, rule, f"{path}/{self._name(particle)}")
        return found + [f"{path}/{one.tag.removeprefix(self.target)} stands wrong" for one in left]

    def _is(self, element, particle):
        if particle.tag == f"{XS}any":
            return element.tag.startswith(f"{{{particle.get('namespace')}}}")
        assert particle.tag == f"{XS}element"
        return element.tag == f"{self.target}{self._name(particle)}"

    def _name(self, particle):
        return (particle.get("ref") or particle.get("name") or "any").rpartition(":")[2]

    def _text(self, element, kind, limits, path):
        text = element.text or ""
        values = {one.get("value") for one in limits if one.tag == f"{XS}enumeration"}
        forms = [one.get("value") for one in limits if one.tag == f"{XS}pattern"]
        assert len(values) + len(forms) == len(limits)
        good = (
            not len(element)
            and KINDS[kind.rpartition(":")[2]](text)
            and (not values or text in values)
            and all(re.fullmatch(form, text, re.ASCII) for form in forms)
        )
        return [] if good else [f"{path} is {text!r}"]
