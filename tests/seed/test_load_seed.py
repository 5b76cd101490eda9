"""Loading the seed: once, all or none, and never over anybody's work."""

from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from accounts.models import Organisation, User
from places.models import ReferenceBoundary
from priorities.models import Plan, Theme
from projects.models import Project
from safercornwall.management.commands import load_seed


@pytest.fixture
def load():
    def run(**options):
        out = StringIO()
        call_command("load_seed", stdout=out, **options)
        return out.getvalue()

    return run


def test_twice_is_once(db, load):
    assert "is loaded" in load()
    Project.objects.filter(slug="marac").update(name="Renamed by an officer")
    assert "already" in load()
    assert Project.objects.count() == 58
    assert Project.objects.get(slug="marac").name == "Renamed by an officer"


def test_says_how_far_it_is_unless_told_not_to(db, load):
    lines = load().splitlines()
    assert "1 of" in lines[0]
    assert "organisations: 56" in lines[0]
    assert load(verbosity=0) == ""


def test_people_who_are_there_do_not_matter(db, load):
    User.objects.create_user("ada")
    load(verbosity=0)
    assert User.objects.get().username == "ada"
    assert Plan.objects.count() == 1


def test_is_not_loaded_beside_other_records(db, load):
    Organisation.objects.create(name="Somebody", slug="somebody", kind="other")
    with pytest.raises(CommandError, match="organisations"):
        load()
    assert not Plan.objects.exists()


def test_all_or_none(db, load, monkeypatch, tmp_path):
    for file in sorted(load_seed.FIXTURES.glob("*.json"))[:2]:
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "99_themes.json").write_text(
        '[{"model": "priorities.theme", "fields": {"plan": ["no-such-plan"], "slug": "x"}}]'
    )
    monkeypatch.setattr(load_seed, "FIXTURES", tmp_path)
    with pytest.raises(CommandError, match=r"99_themes.json refers to plan \['no-such-plan'\]"):
        load()
    assert not Organisation.objects.exists()


def test_no_fixtures_is_said_plainly(db, load, monkeypatch, tmp_path):
    monkeypatch.setattr(load_seed, "FIXTURES", tmp_path)
    with pytest.raises(CommandError, match="no fixtures"):
        load()


def test_gives_the_plan_as_at_30_november_2011(seeded_db):
    plan = Plan.objects.get()
    assert plan.reporting_date.isoformat() == "2011-11-30"
    assert plan.known_since.isoformat() == "2011-11-30T00:00:00+00:00"
    assert Theme.objects.filter(plan=plan).first().heading_printed == "PRIORITY 1 : DOMESTIC ABUSE"


def test_every_record_is_as_its_model_wants_it(seeded_db):
    """What a form would refuse, the seed does not hold either."""
    for app in load_seed.OWN_APPS:
        for model in apps.get_app_config(app).get_models():
            for record in model.objects.all():
                record.clean_fields()


def test_a_plan_of_an_earlier_version_gets_the_reference_boundaries(db, load):
    load()
    ReferenceBoundary.objects.all().delete()
    assert "327 reference boundaries were added" in load()
    assert ReferenceBoundary.objects.count() == 327
    assert "nothing was changed." in load()
