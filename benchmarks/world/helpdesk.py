"""The peer help desk as a warm process: filled once, then asked for pages by turns.

Runs in the peers' own environment: ``python helpdesk.py PEERS WORK N``. What is asked for is what
the peer's script times; here one process answers many rounds, so that both sides are warm.
"""

import contextlib
import importlib
import json
import sys
import time


def main() -> None:
    peers, work, wanted = sys.argv[1], sys.argv[2], int(sys.argv[3])
    sys.path[0] = peers  # not the folder of this script: its own name is that of the package
    peer = importlib.import_module("peer_helpdesk")
    with contextlib.redirect_stdout(sys.stderr):
        users, queues = peer.setup(work)
        peer.fill(users, queues, 0, wanted)
    reads = _reads(users[0])
    print(json.dumps(sorted(reads)), flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        print(json.dumps(_timed(reads[asked["row"]], asked["count"])), flush=True)


def _reads(user):
    from django.test import Client
    from helpdesk.models import Ticket
    from helpdesk.query import query_to_base64

    client = Client()
    client.force_login(user)
    query = {
        "filtering": {"status__in": [1, 2]}, "filtering_null": {}, "sorting": "created",
        "search_string": "", "sortreverse": True,
    }  # fmt: skip
    rows = "/datatables_ticket_list/" + query_to_base64(query)
    first = {"draw": 1, "start": 0, "length": 25, "order[0][column]": "5", "order[0][dir]": "desc"}
    ticket = f"/tickets/{Ticket.objects.order_by('-id').first().pk}/"

    def read(address, parameters=None):
        answer = client.get(address, parameters)
        if answer.status_code != 200:
            sys.exit(f"{address}: {answer.status_code}")

    def listed():
        read("/tickets/")
        read(rows, first)

    return {
        "list_total": listed,
        "ticket_page": lambda: read(ticket),
        "dashboard": lambda: read("/dashboard/"),
    }


def _timed(deed, count):
    times = []
    for _ in range(count):
        start = time.perf_counter()
        deed()
        times.append(time.perf_counter() - start)
    return times


if __name__ == "__main__":
    main()
