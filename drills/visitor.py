"""Somebody with a browser, as far as pages and forms go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import requests
from lxml import html

PASSWORD = "safer-cornwall-demo"  # noqa: S105
LONGEST_WAIT = 60


@dataclass(frozen=True)
class Answer:
    """`status` is 0 where nobody answered."""

    status: int
    seconds: float
    text: str = ""
    address: str = ""

    @property
    def is_fault(self) -> bool:
        return self.status == 0 or self.status >= 500


class Visitor:
    """Signed in as one of the demo's people, in a session of their own."""

    def __init__(self, site: str, name: str) -> None:
        self._site = site
        self._session = requests.Session()
        # The server ends a connection that rests for two seconds. A browser then asks again; this would call it an error.
        self._session.headers["Connection"] = "close"
        form = self.get("/accounts/sign-in/")
        # The sign-in is the page's own form, not the box that searches.
        answer = self.send(form, "password", username=name, password=PASSWORD)
        if "Sign out" not in answer.text:
            raise RuntimeError(f"{name} does not come in: {answer.status}.")

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def send(self, page: Answer, having: str, **changed: Any) -> Answer:
        """Send the form of `page` that has a field `having`, as a browser would, with some fields `changed`."""
        form = next(
            form
            for form in html.fromstring(page.text, base_url=page.address).forms
            if having in form.fields
        )
        data = {**_by_name(form.form_values()), **changed}
        return self._ask("POST", form.action or page.address, data)

    def _ask(self, method: str, path: str, data: Mapping[str, Any] | None = None) -> Answer:
        address = path if path.startswith("http") else f"{self._site}{path}"
        begun = perf_counter()
        try:
            found = self._session.request(
                method,
                address,
                data=data,
                headers={"Referer": address},
                timeout=LONGEST_WAIT,
            )
        except requests.RequestException:
            return Answer(0, perf_counter() - begun)
        return Answer(found.status_code, perf_counter() - begun, found.text, found.url)


def _by_name(values: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in values:
        found.setdefault(name, []).append(value)
    return found
