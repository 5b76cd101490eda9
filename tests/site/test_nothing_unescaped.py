"""No script of ours writes HTML, runs text or keeps anything in the browser, and no template lets text through unescaped."""

from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
SCRIPTS = sorted((ROOT / "static" / "js").glob("*.js"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
IN_NO_SCRIPT = (
    *(".innerHTML =", ".innerHTML+=", ".outerHTML", "insertAdjacentHTML", "document.write"),
    *("eval(", "new Function", 'setTimeout("', 'setInterval("', "javascript:"),
    *("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."),
    *(
        "window.postMessage",
        "parent.postMessage",
        "opener.postMessage",
        "__proto__",
        "new WebSocket",
        "importScripts",
    ),
)
IN_NO_TEMPLATE = (
    *("|safe", "autoescape off", "javascript:", " style=", "<style", " onclick", " onload"),
)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_can_be_made_to_run_text(path):
    script = path.read_text()
    assert [word for word in IN_NO_SCRIPT if word in script] == []


def test_every_template_is_escaped():
    found = {
        str(path.relative_to(ROOT)): words
        for path in TEMPLATES
        if (words := [word for word in IN_NO_TEMPLATE if word in path.read_text()])
    }
    assert found == {}


def test_scripts_and_templates_were_found():
    assert len(SCRIPTS) > 5
    assert len(TEMPLATES) > 50
