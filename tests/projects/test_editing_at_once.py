"""Eight officers edit one project at once: nothing is lost, and nobody overwrites what they have not seen."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import OperationalError, connection

from core.documents.actions import ChangedSince, save
from core.documents.contents import Contents, Shape, contents_of
from core.documents.history import versions_of
from projects.models import Milestone, Project

PEOPLE = 8
EDITS = 50
SHAPE = Shape.of(Project, ("name", "summary"), {"milestones": ("name",)})


class Officer:
    """Owns one milestone, and changes it with each edit. The summary is everybody's: every fifth edit is about it too."""

    def __init__(self, user, number, project):
        self.user, self.number, self.project = user, number, project
        self.own = project.milestones.get(order=number)
        self.told, self.wrote = 0, []

    def edit_all(self):
        try:
            for turn in range(EDITS):
                self.edit(turn)
        finally:
            connection.close()
        return self

    def edit(self, turn):
        project = Project.objects.get(pk=self.project.pk)
        version, contents = project.version, contents_of(project, SHAPE)
        while True:
            mine, seen = self.words(turn, contents), contents.values["summary"]
            try:
                saved = save(project, mine, shape=SHAPE, version=version, by=self.user)
            except ChangedSince as told:
                # As on the page: what both may have is merged, and the person chooses their own words.
                self.told += 1
                version, contents = told.record.version, told.merged.contents
                (clash,) = told.clashes
                contents.values["summary"] = clash.theirs
            except OperationalError:
                # SQLite lets one write at a time, and told this one that it waited too long: nothing was saved.
                continue
            else:
                self.wrote.append((saved.record.version, turn, seen))
                return

    def words(self, turn, contents):
        values = dict(contents.values)
        if turn % 5 == 0:
            values["summary"] = f"{self.number}.{turn}"
        milestones = tuple(
            replace(part, values={"name": f"{self.number}.{turn}"})
            if part.key == self.own.pk
            else part
            for part in contents.parts["milestones"]
        )
        return Contents(values, {"milestones": milestones})


@pytest.mark.django_db(transaction=True)
def test_of_four_hundred_edits_at_once_none_is_lost_and_every_conflict_is_told(world, person):
    project = world.project(summary="At first")
    for number in range(PEOPLE):
        Milestone.objects.create(project=project, order=number, name="At first")
    officers = [
        Officer(person(f"officer-{number}", "officer"), number, project) for number in range(PEOPLE)
    ]
    with ThreadPoolExecutor(PEOPLE) as pool:
        done = list(pool.map(Officer.edit_all, officers))

    kept = {version.number: version for version in versions_of(project)}
    edits = {
        number: (officer, turn, seen) for officer in done for number, turn, seen in officer.wrote
    }
    assert len(edits) == PEOPLE * EDITS
    assert sorted(kept) == list(range(1, PEOPLE * EDITS + 2))
    for number, (officer, turn, seen) in edits.items():
        said, before = kept[number].contents, kept[number - 1].contents
        assert kept[number].by == officer.user
        own = said.part("milestones", officer.own.pk)
        assert own.values["name"] == f"{officer.number}.{turn}"
        for part in before.parts["milestones"]:
            if part.key != officer.own.pk:
                assert said.part("milestones", part.key).values == part.values
        if turn % 5 == 0:
            assert said.values["summary"] == f"{officer.number}.{turn}"
            assert seen == before.values["summary"], "overwritten without being told"
        else:
            assert said.values["summary"] == before.values["summary"]
    assert [row.name for row in project.milestones.all()] == [
        f"{number}.{EDITS - 1}" for number in range(PEOPLE)
    ]
    assert sum(officer.told for officer in done) > 0
