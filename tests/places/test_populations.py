"""Population estimates read from a file."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from core.periods import Period
from performance.rules.rates import population_year, rate_of
from places.models import AreaCode, PopulationEstimate


@pytest.fixture
def coded(put):
    area = put("Penzance East", "lsoa")
    AreaCode.objects.create(area=area, system="lsoa_2011", code="E01018751")
    return area


def load(path, text, *more):
    path.write_text(text, encoding="utf-8")
    said = StringIO()
    call_command("load_populations", path, "--year", "2011", "--source", "ONS", *more, stdout=said)
    return said.getvalue()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "populations.csv"


def test_a_file_says_what_it_would_do_and_does_it_with_commit(coded, path):
    text = 'Area Code,Area,All Ages\nE01018751,Penzance East,"1,520"\nE09000001,Elsewhere,7\n'
    assert "1 areas have an estimate for mid-2011; 1 rows have a code that no area has." in load(
        path, text
    )
    assert not PopulationEstimate.objects.exists()
    load(path, text, "--commit")
    estimate = PopulationEstimate.objects.get()
    assert (estimate.area, estimate.year, estimate.people) == (coded, 2011, 1520)
    assert estimate.source == "ONS"
    load(path, text.replace("1,520", "1,600"), "--commit")
    assert PopulationEstimate.objects.latest_revisions().get().people == 1600
    assert PopulationEstimate.objects.get(revision=1).known_to is not None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Area,All Ages\nPenzance,5\n", "No column is headed as a code"),
        ("code,area\nE01018751,Penzance\n", "or none as a population"),
        ("lsoa11cd,population\nE01018751,many\n", "Row 2: “many” is no number of people."),
        ("code,population\nE01018751,0\n", "Row 2: “0” is no number of people."),
    ],
)
def test_what_cannot_be_read_is_refused_whole(coded, path, text, words):
    with pytest.raises(CommandError, match="Nothing is written") as refused:
        load(path, text, "--commit")
    assert words in str(refused.value)
    assert not PopulationEstimate.objects.exists()


def test_an_area_has_one_estimate_a_year_above_zero(coded):
    def estimate(people):
        with transaction.atomic():
            PopulationEstimate.objects.create(area=coded, year=2011, people=people, source="ONS")

    with pytest.raises(IntegrityError, match="population_estimate_above_zero"):
        estimate(0)
    estimate(5)
    with pytest.raises(IntegrityError):
        estimate(6)


@pytest.mark.parametrize(
    ("period", "year"),
    [("2011/12", 2011), ("Q4 2011/12", 2011), ("Q1 2011/12", 2011), ("March 2012", 2011), ("April 2012", 2012)],
)  # fmt: skip
def test_a_period_is_over_the_population_of_its_financial_year(period, year):
    assert population_year(Period.parse(period)) == year


def test_a_rate_is_per_thousand():
    assert rate_of(90, 5000) == 18
