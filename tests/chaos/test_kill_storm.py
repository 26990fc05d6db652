"""R1 at everyday size; ``make storm`` runs it at full size."""

import socket

from tests.chaos.storm import Size, Storm

EVERYDAY = Size(submissions=120, kills=2, minutes=5)


def a_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_what_was_acknowledged_survives_every_kill_and_nothing_is_doubled(tmp_path):
    outcome = Storm(tmp_path, a_free_port(), EVERYDAY).blow()
    assert outcome.faults == []
    assert outcome.kills == EVERYDAY.kills
    assert outcome.acknowledged >= EVERYDAY.submissions
