"""People who read and save through the proxy all the while, and remember what they were told was saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event, Thread
from time import monotonic

from drills.visitor import Visitor

# Pages that are read for each edit.
READ = 2


@dataclass
class Told:
    """`saved` is what each was told was saved, with the moment; `unseen` of it was not on the page that came next."""

    saved: list[tuple[float, str, str]] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    faults: list[tuple[float, str]] = field(default_factory=list)
    answers: int = 0

    def faults_since(self, moment: float) -> int:
        return sum(at >= moment for at, _ in self.faults)


class People:
    def __init__(self, site: str, edited: list[str], read: list[str]) -> None:
        self.told = Told()
        self._edited, self._read, self._ended = edited, read, Event()
        # One after the other: the first waits until the board is drawn.
        visitors = [Visitor(site, "officer") for _ in edited]
        self._threads = [
            Thread(target=self._go_on, args=(number, visitor), daemon=True)
            for number, visitor in enumerate(visitors)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self, person: int, visitor: Visitor) -> None:
        path, number = self._edited[person], 0
        while not self._ended.wait(0.3):
            for n in range(READ):
                page = self._read[(person + number * READ + n) % len(self._read)]
                self._note(visitor.get(page), page)
            text, number = f"Person {person}, edit {number}.", number + 1
            form = visitor.get(f"{path}edit/")
            self._note(form, path)
            if form.status != 200:
                continue
            answer = visitor.send(form, "action_required", action_required=text, save="save")
            self._note(answer, f"{path}edit/")
            if answer.status == 200 and not answer.address.endswith("/edit/"):
                self.told.saved.append((monotonic(), path, text))
                if text not in answer.text:
                    self.told.unseen.append(text)

    def _note(self, answer: object, path: str) -> None:
        self.told.answers += 1
        if answer.is_fault:  # type: ignore[attr-defined]
            self.told.faults.append((monotonic(), f"{answer.status} {path}"))  # type: ignore[attr-defined]
