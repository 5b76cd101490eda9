"""Boundary files: what loading one would do, what it does, and what is wrong with a bad one."""

import json
import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from places.boundaries import streaming
from places.models import Area, AreaBoundary, AreaCode

SQUARE = [[-5.1, 50.1], [-5.0, 50.1], [-5.0, 50.2], [-5.1, 50.2], [-5.1, 50.1]]
HOLE = [[-5.08, 50.12], [-5.02, 50.12], [-5.02, 50.18], [-5.08, 50.18], [-5.08, 50.12]]
SPECK = [[-5.1, 50.1], [-5.100001, 50.1], [-5.100001, 50.100001], [-5.1, 50.1]]
DEEP = '{"type": "FeatureCollection", "features": [' + "[" * 200_000


def polygon(*rings):
    return {"type": "Polygon", "coordinates": list(rings or (SQUARE,))}


def feature(code="E01018750", name="Cornwall 013A", geometry=None, **properties):
    return {
        "type": "Feature",
        "properties": {"LSOA11CD": code, "LSOA11NM": name, "LAD11CD": "E06000052"} | properties,
        "geometry": polygon() if geometry is None else geometry,
    }


def ward(code, name, **properties):
    found = {"WD21CD": code, "WD21NM": name, "LAD21CD": "E06000052"} | properties
    return {"type": "Feature", "properties": found, "geometry": polygon()}


@pytest.fixture
def places(corner):
    """The corner of Cornwall with the codes that it has."""
    corner["cornwall"].codes.create(system="gss", code="E06000052")
    corner["gannel"].codes.create(system="lsoa_2011", code="E01019029")
    return corner


@pytest.fixture
def write(tmp_path):
    def to_file(*features, **members):
        path = tmp_path / "boundaries.geojson"
        whole = {"type": "FeatureCollection", "features": list(features)} | members
        path.write_text(json.dumps(whole), encoding="utf-8")
        return path

    return to_file


def load(path, *options):
    """What the command prints, as one line."""
    said = StringIO()
    call_command("load_boundaries", path, *options, stdout=said, no_color=True)
    return " ".join(said.getvalue().split())


def refusal(path, *options):
    """Why nothing is written."""
    before = [*Area.objects.values(), *AreaCode.objects.values(), *AreaBoundary.objects.values()]
    with pytest.raises(CommandError) as refused:
        load(path, *options, "--commit")
    after = [*Area.objects.values(), *AreaCode.objects.values(), *AreaBoundary.objects.values()]
    assert after == before
    return str(refused.value)


# What it does


def test_it_says_what_it_would_do_and_does_nothing(places, write):
    said = load(write(feature(), feature("E01019029", "Cornwall 020A")))

    assert "1 area matched by code." in said
    assert "1 area to be made: 1 in Cornwall. Cornwall 013A (E01018750)" in said
    assert "Boundaries: 2 new." in said
    assert "Nothing is written yet." in said
    assert not AreaBoundary.objects.exists()
    assert Area.objects.count() == 4


def test_with_commit_it_writes_areas_codes_and_boundaries(places, write):
    found = feature(LAT=50.5, LONG=-4.3)
    load(write(found, feature("E01019029", "Cornwall 020A")), "--commit")

    made = Area.objects.get(slug="lsoa-e01018750")
    assert (made.name, made.kind, made.path) == (
        "Cornwall 013A", "lsoa", "/cornwall/lsoa-e01018750/",
    )  # fmt: skip
    assert (made.level, made.parent_is_judgement) == (1, False)
    assert (float(made.latitude), float(made.longitude)) == (50.5, -4.3)
    assert "National Statistics" in made.location_source
    assert [(row.system, row.code) for row in made.codes.all()] == [("lsoa_2011", "E01018750")]
    boundary = made.boundaries.get()
    assert (boundary.edition, boundary.geometry) == ("2011", polygon())
    assert "LSOA boundaries 2011" in boundary.source
    places["gannel"].refresh_from_db()
    assert places["gannel"].name == "Gannel", "an area that is there keeps its name and place"
    assert places["gannel"].path.endswith("/newquay/gannel/")
    assert places["gannel"].boundaries.count() == 1


def test_loading_again_changes_nothing(places, write):
    path = write(feature(), feature("E01019029"))
    load(path, "--commit")
    before = [*Area.objects.values(), *AreaCode.objects.values(), *AreaBoundary.objects.values()]

    said = load(path, "--commit")

    assert "2 areas matched by code. Boundaries: 2 unchanged." in said
    assert "nothing was changed" in said
    after = [*Area.objects.values(), *AreaCode.objects.values(), *AreaBoundary.objects.values()]
    assert after == before


def test_another_outline_replaces_that_of_the_same_edition_and_keeps_other_editions(places, write):
    load(write(feature("E01019029")), "--commit")
    load(write(feature("E01019029")), "--commit", "--edition", "2011 clipped")

    said = load(write(feature("E01019029", geometry=polygon(SQUARE, HOLE))), "--commit")

    assert "1 replaced" in said
    assert "1 of edition 2011 clipped kept beside them" in said
    found = dict(AreaBoundary.objects.values_list("edition", "geometry"))
    assert found == {"2011": polygon(SQUARE, HOLE), "2011 clipped": polygon()}


def test_the_source_given_is_kept_and_a_new_one_is_a_change(places, write):
    path = write(feature("E01019029"))
    load(path, "--commit", "--source", "ONS, by way of the council")
    assert AreaBoundary.objects.get().source == "ONS, by way of the council"
    assert "1 replaced" in load(path, "--source", "ONS itself")


def test_an_lsoa_keeps_its_code_from_census_to_census(places, write):
    found = feature("E01019029")
    found["properties"] = {"lsoa21cd": "E01019029", "lsoa21nm": "Cornwall 020A"}
    said = load(write(found), "--commit")

    assert "known by the same code of another year, and given this one too: Gannel" in said
    assert set(places["gannel"].codes.values_list("system", "code")) == {
        ("lsoa_2011", "E01019029"), ("lsoa_2021", "E01019029"),
    }  # fmt: skip
    assert places["gannel"].boundaries.get().edition == "2021"


def test_a_local_authority_is_the_county_of_its_code(places, write):
    found = feature()
    found["properties"] = {"LAD11CD": "E06000052", "LAD11NM": "Cornwall"}
    load(write(found), "--commit")
    assert places["cornwall"].boundaries.get().edition == "2011"


def test_a_name_alone_matches_only_where_it_leaves_no_doubt_and_is_said(places, put, write):
    known = put("Newquay Central", "ward", places["newquay"])
    put("Trenance", "ward", places["newquay"])
    put("Trenance", "ward", places["cornwall"], slug="trenance-2")
    path = write(
        ward("E05000001", "Newquay Central"), ward("E05000002", "Trenance"), ward("E05000003", "Rialton")
    )  # fmt: skip

    said = load(path, "--commit")

    assert (
        "1 matched by name alone, and given the code. Check that they are the same: Newquay Central"
    ) in said
    assert "2 areas to be made: 2 in Cornwall." in said
    assert list(known.codes.values_list("system", "code")) == [("gss", "E05000001")]
    made = Area.objects.get(slug="ward-e05000002")
    assert (made.name, made.kind, made.path) == ("Trenance", "ward", "/cornwall/ward-e05000002/")


def test_a_name_does_not_match_an_area_that_has_another_code(places, put, write):
    known = put("Newquay Central", "ward", places["newquay"])
    known.codes.create(system="gss", code="E05009999")
    load(write(ward("E05000001", "Newquay Central")), "--commit")
    assert Area.objects.filter(kind="ward").count() == 2


def test_an_lsoa_of_the_same_name_and_another_code_is_another(places, write):
    found = feature("E01034999")
    found["properties"] = {"LSOA21CD": "E01034999", "LSOA21NM": "Gannel", "LAD22CD": "E06000052"}
    assert "matched by name" not in load(write(found), "--commit")
    assert Area.objects.filter(name="Gannel").count() == 2


def test_new_areas_lie_where_one_is_told_and_that_is_a_judgement(places, write):
    load(write(feature()), "--commit", "--parent", "newquay")
    made = Area.objects.get(slug="lsoa-e01018750")
    assert made.path == "/cornwall/newquay-and-around/newquay/lsoa-e01018750/"
    assert made.parent_is_judgement


def test_where_the_file_says_the_same_it_is_no_judgement(places, write):
    load(write(feature()), "--commit", "--parent", "cornwall")
    assert not Area.objects.get(slug="lsoa-e01018750").parent_is_judgement


def test_a_place_that_is_too_small_holds_no_new_area(places, write):
    assert "A LSOA cannot lie in a LSOA" in refusal(write(feature()), "--parent", "gannel")
    assert "There is no place “nowhere”" in refusal(write(feature()), "--parent", "nowhere")


# What is wanted of it


def elsewhere(code="E01000001", name="City of London 001A"):
    return feature(code, name, LAD11CD="E09000001")


def test_of_the_whole_country_only_the_local_authorities_with_a_code_are_taken(places, write):
    said = load(write(elsewhere(), feature()), "--commit")
    assert "1 feature is left out" in said
    assert Area.objects.filter(kind="lsoa").count() == 2


def test_without_a_code_of_the_local_authority_an_lsoas_name_says_it(places, write):
    files = [feature(), elsewhere()]
    for one in files:
        del one["properties"]["LAD11CD"]
    said = load(write(*files), "--commit")
    assert "1 area to be made: 1 in Cornwall." in said
    assert "1 feature is left out" in said


@pytest.mark.parametrize(
    ("options", "codes"),
    [
        (["--only", "LAD11CD=E09000001", "--parent", "cornwall"], {"E01000001"}),
        (["--only", "lsoa11nm=city of*,Nowhere*", "--parent", "cornwall"], {"E01000001"}),
        (["--only", "LSOA11CD=E01018750"], {"E01018750"}),
        (["--all", "--parent", "cornwall"], {"E01018750", "E01000001"}),
    ],
)
def test_a_filter_says_what_else_is_taken(places, write, options, codes):
    load(write(elsewhere(), feature()), "--commit", *options)
    made = AreaCode.objects.exclude(code__in=["E06000052", "E01019029"])
    assert set(made.values_list("code", flat=True)) == codes


def test_a_feature_that_lies_nowhere_is_said_to_match_nothing(places, write):
    said = load(write(elsewhere(), feature()), "--all", "--commit")
    assert "1 without a match" in said
    assert "E01000001 City of London 001A" in said
    assert Area.objects.filter(kind="lsoa").count() == 2


def test_a_file_of_somewhere_else_says_that_nothing_is_asked_for(places, write):
    assert "None of the 1 features is asked for" in refusal(write(elsewhere()))


@pytest.mark.parametrize("only", ["LAD11CD", "=E06000052", "LAD11CD=", "LAD11CD= , "])
def test_a_filter_that_says_nothing_is_refused(places, write, only):
    assert "is no filter" in refusal(write(feature()), "--only", only)


def test_of_two_codes_one_must_be_said(places, write):
    path = write(feature("E01019029", LSOA21CD="E01034999"))
    assert "The file gives LSOA11CD and LSOA21CD" in refusal(path)
    assert "1 area matched by code" in load(path, "--code", "lsoa11cd")
    assert "“OA11CD” is no code" in refusal(path, "--code", "OA11CD")


# Outlines


def test_outlines_are_rounded_and_lose_only_what_vanishes(places, write):
    fine = [[x + 0.000001, y - 0.000004, 17.5] for x, y in SQUARE]
    many = {"type": "MultiPolygon", "coordinates": [[SPECK], [fine, SPECK]]}
    load(write(feature("E01019029", geometry=many)), "--commit")
    assert AreaBoundary.objects.get().geometry == {
        "type": "MultiPolygon", "coordinates": [[SQUARE]],
    }  # fmt: skip


NAN = float("nan")


@pytest.mark.parametrize(
    ("geometry", "why"),
    [
        ("nothing", "has no geometry"),
        ({"type": "Point", "coordinates": [-5, 50]}, "is of the type “Point”"),
        ({"type": "GeometryCollection", "geometries": []}, "is of the type “GeometryCollection”"),
        ({"type": "Polygon", "coordinates": []}, "has no coordinates"),
        ({"type": "Polygon"}, "has no coordinates"),
        ({"type": "MultiPolygon", "coordinates": [[]]}, "has a part without coordinates"),
        ({"type": "MultiPolygon", "coordinates": [7]}, "has a part without coordinates"),
        (polygon([]), "has a ring of fewer than four points"),
        (polygon(SQUARE[:3]), "has a ring of fewer than four points"),
        (polygon(SQUARE[:4]), "has a ring that is not closed"),
        (polygon([[NAN, 50.1], *SQUARE]), "has a point that is not two numbers"),
        (polygon([[float("inf"), 50.1], *SQUARE]), "has a point that is not two numbers"),
        (polygon([["-5", 50.1], *SQUARE]), "has a point that is not two numbers"),
        (polygon([[True, 50.1], *SQUARE]), "has a point that is not two numbers"),
        (polygon([[-5], *SQUARE]), "has a point that is not two numbers"),
        (polygon([None, *SQUARE]), "has a point that is not two numbers"),
        (polygon(SPECK), "is smaller than a metre"),
        (polygon(SQUARE[:-1] * 60_000 + SQUARE[:1]), "has more than 200,000 points"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_feature_with_a_bad_outline_is_named_and_nothing_is_written(
    places, write, geometry, why, capsys
):
    path = write(feature(geometry=geometry), feature("E01019029"))
    said = StringIO()
    with pytest.raises(CommandError, match="features refused must be put right"):
        call_command("load_boundaries", path, "--commit", stdout=said)
    assert f"Feature 1 E01018750 “Cornwall 013A” {why}" in " ".join(said.getvalue().split())
    assert not AreaBoundary.objects.exists()


def test_the_rest_is_loaded_where_one_asks_for_it(places, write):
    path = write(feature(geometry="nothing"), feature("E01019029"))
    assert "1 refused" in load(path, "--commit", "--without-refused")
    assert AreaBoundary.objects.get().area == places["gannel"]


@pytest.mark.parametrize(
    ("features", "why"),
    [
        ([feature(), feature()], "Features 1 and 2 have the same code, “E01018750”"),
        ([feature(code=7)], "has no code in LSOA11CD"),
        ([feature(code=" ")], "has no code in LSOA11CD"),
        ([feature(code="E0101<b>")], "has no code in LSOA11CD"),
        ([feature(name="x" * 151)], "has a name of more than 150 letters"),
        ([feature(), {"type": "Feature", "properties": None}], "has no code in LSOA11CD"),
        ([feature(), 7], "is no GeoJSON Feature"),
        ([{**feature(), "type": "Figure"}], "is no GeoJSON Feature"),
    ],
)
def test_a_feature_that_says_too_little_is_refused(places, write, features, why):
    said = StringIO()
    with pytest.raises(CommandError, match="Nothing is written"):
        call_command("load_boundaries", write(*features), "--commit", "--all", stdout=said)
    assert why in " ".join(said.getvalue().split())
    assert not AreaBoundary.objects.exists()


def test_two_outlines_of_one_area_say_nothing_of_it(places, write):
    places["gannel"].codes.create(system="lsoa_2011", code="E01019030")
    said = StringIO()
    with pytest.raises(CommandError):
        call_command(
            "load_boundaries", write(feature("E01019029"), feature("E01019030")), stdout=said
        )
    assert "Gannel (E01019030) is not the only one for its area" in said.getvalue()


@pytest.mark.parametrize(
    ("point", "why"),
    [
        ([177_000.5, 35_000], "in metres (British National Grid"),
        ([50.1, -5.1], "the latitude stands before the longitude"),
        ([0, 0], "is not in the United Kingdom"),
        ([10**400, 50], "in metres"),
    ],
)
def test_coordinates_of_another_system_are_refused_with_how_to_export_them(
    places, write, point, why
):
    message = refusal(write(feature(geometry=polygon([point, *SQUARE, point]))))
    assert why in message
    assert "EPSG:4326" in message
    assert "Feature 1 E01018750" in message


def crs(name):
    return {"type": "name", "properties": {"name": name}}


@pytest.mark.parametrize(
    "system",
    [crs("urn:ogc:def:crs:EPSG::27700"), crs("EPSG:3857"), crs(None), crs([]), "EPSG:27700", {"a": 1}],
)  # fmt: skip
def test_a_coordinate_system_that_is_not_in_degrees_is_refused(places, write, system):
    assert "its coordinates are of" in refusal(write(feature(), crs=system))


@pytest.mark.parametrize("system", [crs("urn:ogc:def:crs:OGC:1.3:CRS84"), crs("EPSG:4326"), None])
def test_degrees_by_any_name_are_taken(places, write, system):
    assert "1 new" in load(write(feature(), crs=system))


# Files


def as_text(*features):
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "The file is empty"),
        (b"  \n ", "The file is empty"),
        (b"\xef\xbb\xbf", "does not begin with a brace"),
        (b"PK\x03\x04rest", "a zip file"),
        (b"\x1f\x8b\x08", "a packed (gzip) file"),
        (b"\x00\x00\x27\x0a\x00", "a shapefile"),
        (b"SQLite format 3\x00", "a GeoPackage"),
        (b"\n<html>Not found</html>", "XML or a web page"),
        (as_text(feature()).encode("utf-16"), "UTF-16 text"),
        (b"\x00\x01\x02", "is not text"),
        (b'{"type": "\xff"}', "is not UTF-8"),
        (b"LSOA11CD,LSOA11NM\n", "does not begin with a brace"),
        (b"[]", "does not begin with a brace"),
        (b"{}", "of no type"),
        (b'{"type": 7}', "of no type"),
        (b'{"type": "Topology", "objects": {}}', "of the type “Topology”"),
        (b'{"type": "Feature", "features": [], "geometry": null}', "of the type “Feature”"),
        (b'{"type": "FeatureCollection"}', "has no features"),
        (b'{"type": "FeatureCollection", "features": []}', "has no features"),
        (b'{"type": "FeatureCollection", "features": {}}', "has no list of features"),
        (b'{"type": "FeatureCollection", "features": [{}]}', "none of the codes that are known"),
        (as_text(feature()).encode()[:-30], "not whole JSON"),
        (as_text(feature()).encode()[:-1], "not whole JSON"),
        (as_text(feature()).encode() + b"}", "something follows the end"),
        (as_text(feature()).replace("}]}", "},]}").encode(), "nothing follows a comma"),
        (as_text(feature()).replace('"type": "Feature",', "type: Feature").encode(), "not whole JSON"),
        (as_text(feature()).replace("-5.1", "9" * 5000).encode(), "not whole JSON"),
        (b'{7: 1}', "a member has no name"),
        (DEEP.encode(), "too deep"),
        (("{" + '"a":{' * 100_000).encode(), "too deep"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_file_that_is_no_map_is_refused_in_plain_words(places, tmp_path, content, why):
    path = tmp_path / "boundaries.geojson"
    path.write_bytes(content)
    assert why in refusal(path)


def test_what_a_file_says_cannot_command_a_terminal(places, write):
    found = feature()
    found["properties"] = {"\x1b[31mred\x07": 1}
    assert "\x1b" not in refusal(write(found))
    assert "\x1b" not in load(write(feature(name="Corn\x1b[31mwall")))


def test_a_byte_order_mark_and_any_order_of_members_are_taken(places, tmp_path):
    path = tmp_path / "boundaries.geojson"
    text = json.dumps(
        {"name": "x", "features": [feature()], "bbox": [1], "type": "FeatureCollection"}
    )
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    assert "1 new" in load(path)


def test_a_file_that_is_not_there_or_too_large_says_so(places, write, tmp_path, monkeypatch):
    assert "No such file" in refusal(tmp_path / "nowhere.geojson")
    assert "cannot be read" in refusal(tmp_path)
    monkeypatch.setattr("places.boundaries.kinds.MOST_BYTES", 10)
    assert "larger than" in refusal(write(feature()))


def test_a_file_is_read_in_pieces_that_cut_anything(places, write, monkeypatch):
    monkeypatch.setattr(streaming, "_CHUNK", 7)
    path = write(feature(name='Cornwall "quoted" \u00e9 013A'), feature("E01019029"), n=12345)
    assert "2 new" in load(path)


def test_a_value_without_an_end_is_given_up(places, tmp_path, monkeypatch):
    monkeypatch.setattr(streaming, "_CHUNK", 10)
    monkeypatch.setattr(streaming, "_LONGEST_VALUE", 1000)
    path = tmp_path / "boundaries.geojson"
    path.write_text('{"name": "' + "x" * 50_000)
    assert "a value has no end" in refusal(path)


@pytest.mark.parametrize(
    "options", [["--edition", "x" * 51], ["--source", "x" * 201], ["--source", " \x1b "]]
)
def test_what_is_told_must_fit(places, write, options):
    assert "is one line of at most" in refusal(write(feature()), *options)


def test_three_hundred_features_are_written_in_a_few_statements(
    places, write, django_assert_max_num_queries
):
    # SQLite takes some sixty rows in a statement.
    many = [feature(f"E01{n:06}", f"Cornwall {n:03}A") for n in range(300)]
    with django_assert_max_num_queries(30):
        load(write(*many), "--commit")
    assert AreaBoundary.objects.count() == 300
    with django_assert_max_num_queries(10):
        load(write(*many), "--commit")


# The real file, where it is at hand


def boundary_file():
    """Named by BOUNDARY_FILE, else in a folder beside this copy of the project."""
    if named := os.environ.get("BOUNDARY_FILE"):
        return Path(named)
    name = "cornwall_lsoa_2011_boundaries.geojson"
    return settings.BASE_DIR.parent.joinpath("shared", "data", name)


@pytest.mark.skipif(
    not boundary_file().is_file(),
    reason="The LSOAs of Cornwall are not at hand; BOUNDARY_FILE says where they are.",
)
def test_the_lsoas_of_cornwall(seeded_db):
    said = load(boundary_file(), "--commit")
    assert "18 areas matched by code. 309 areas to be made" in said
    assert Area.objects.filter(kind="lsoa").count() == 327
    assert "Boundaries: 327 unchanged." in load(boundary_file(), "--commit")
