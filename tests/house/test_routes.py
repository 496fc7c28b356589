"""Every route wears a guard, in the application as it is really put together.

The guard itself refuses an address that nothing guards; this test says so before anyone is refused.
"""

import pytest
from flask import Flask

from webapp.web.guards import guard_of

pytestmark = pytest.mark.parametrize("dialect", ["sqlite"])


def test_every_route_wears_a_guard(app: Flask) -> None:
    bare = {
        f"{rule.endpoint} ({rule.rule})"
        for rule in app.url_map.iter_rules()
        if not guard_of(app, rule.endpoint)
    }

    assert bare == set()


def test_every_page_stands_under_its_language_or_is_for_machines(app: Flask) -> None:
    # /, /healthz and their like are for machines or lead on; everything a person reads says its language first
    for_machines = ("/static/", "/assets/", "/healthz", "/readyz", "/metrics", "/api/")
    astray = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.rule != "/"
        and not rule.rule.startswith((*for_machines, "/<language", "/<any(nb, nn)", "/<lang"))
    }

    assert astray == set()
