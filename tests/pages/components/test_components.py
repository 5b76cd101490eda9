"""Components say a thing in word, shape and colour, and hold on a narrow page, in print and without a script."""

import re
from datetime import date
from types import SimpleNamespace

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout, Submit
from django import forms
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from core.lists.filters import Choice, Filters, Words
from core.lists.tiles import Tile
from performance.choices import Direction, FigureState, Status
from priorities.models import PriorityArea, ReadingNote
from projects.models import FundingLine
from projects.models.projects import ProjectStatus
from safercornwall.pages.components.templatetags.components import KINDS


def shape_in(html):
    return re.search(r'data-shape="([\w-]+)"', html)[1]


def component(name, **context):
    return render_to_string(f"components/{name}.html", context)


@pytest.mark.parametrize("status", Status)
def test_every_status_has_its_word_its_shape_and_its_colour(status):
    html = component("status_tag", status=status)
    assert status.label in html
    assert "<path" in html or "<circle" in html
    assert re.search(r"sc-tag--(green|amber|red|grey|purple)", html)


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_words_of_a_kind_share_a_shape(kind):
    shapes = {}
    for key, look in KINDS[kind].items():
        assert shapes.setdefault(look.shape, look.label) == look.label, key


@pytest.mark.parametrize(
    ("kind", "choices"),
    [
        ("status", Status),
        ("direction", Direction),
        ("figure_state", FigureState),
        ("project_status", ProjectStatus),
        ("rating", PriorityArea.Rating),
        ("funding", FundingLine.State),
    ],
)
def test_every_choice_of_the_model_is_drawn_in_the_models_own_words(kind, choices):
    for choice in choices:
        assert KINDS[kind][choice.value].label == choice.label


def test_every_shape_that_is_named_is_drawn():
    shapes = {look.shape for looks in KINDS.values() for look in looks.values()} - {"dash"}
    dash = component("_shape", shape="dash").replace("dash", "")
    for shape in shapes:
        assert component("_shape", shape=shape).replace(shape, "") != dash, shape


def test_a_status_nobody_drew_yet_still_says_its_word():
    html = component("status_tag", status="under_review")
    assert "Under review" in html
    assert "sc-tag--grey" in html


def test_met_by_less_than_the_tolerance_is_said():
    assert "Just on track" in component("status_tag", status="on_track", just=True)


def test_printed_words_stand_beside_the_computed_status():
    html = component("printed_status", printed="Failing", differs=True)
    assert "Printed differently:" in html
    assert "“Failing”" in html
    assert component("printed_status", printed="").strip() == ""


def test_printed_words_without_a_figure_say_for_which_period_they_were():
    html = component("printed_status", printed="just on track", differs=True, period="Q1 2011/12")
    assert "Printed for Q1 2011/12:" in html


def test_printed_words_that_agree_with_the_status_are_not_said_twice():
    assert component("printed_status", printed="on track", differs=False).strip() == ""


def test_the_words_behind_the_sign_of_a_printed_status_unfold():
    html = component("printed_status", printed="Failing", differs=True)
    assert html.index("<summary") < html.index("differently") < html.index("</summary>")
    assert html.index("</summary>") < html.index("Failing")


def sources(content):
    template = (
        '{% load components %}{% sources about="Domestic abuse" %}{{ content }}{% endsources %}'
    )
    return Template(template).render(Context({"content": content}))


def test_sources_and_notes_are_folded_and_say_whose_they_are():
    html = sources("assessment line 66")
    assert "<details" in html
    assert " open" not in html
    assert re.sub(r"<[^>]+>", "", html).split() == (
        ["Sources", "and", "notes:", "Domestic", "abuse", "assessment", "line", "66"]
    )


def test_where_nothing_is_known_of_sources_there_is_no_toggle():
    assert sources("\n  ") == ""


def test_sources_are_printed_only_where_they_stand_open(settings):
    css = (settings.BASE_DIR / "static/css/safercornwall.css").read_text()
    printed = css[css.index("@media print") :]
    assert ".sc-sources:not([open]) { display: none !important; }" in printed


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("Figure", "Contradiction"),
        ("Typo", "Slips in the printed words"),
        ("Heading", "Headings that vary"),
    ],
)
def test_a_slip_of_the_pen_is_not_called_a_contradiction(subject, title):
    note = ReadingNote(kind="inconsistency", subject=subject, text="DWELLIING")
    assert f'<span class="sc-note__kind">{title}</span>' in component("reading_note", note=note)


def test_a_figure_that_does_not_apply_says_why():
    html = component("figure_state", state="not_applicable", reason="the service had not begun")
    assert "Not applicable: the service had not begun" in html


def test_a_flag_says_its_reason_and_leads_to_its_record():
    flag = SimpleNamespace(
        severity="high",
        reason="No owner & no date",
        url="/gaps/1/",
        subject="IDVA <gap>",
        title="Gap",
    )
    html = component("flags_list", flags=[flag])
    assert '<a class="govuk-link" href="/gaps/1/">IDVA &lt;gap&gt;</a>' in html
    assert "No owner &amp; no date" in html
    assert shape_in(html) == "chevrons"
    assert "Nothing here needs attention." in component("flags_list", flags=[])


def test_a_table_scrolls_in_a_region_that_has_a_name_and_takes_the_focus():
    html = Template(
        "{% load components %}{% datatable caption %}<tbody><tr><td>{{ cell }}</td></tr></tbody>{% enddatatable %}"
    ).render(Context({"caption": "Fires <2011>", "cell": "A & B"}))
    assert 'role="region" aria-label="Fires &lt;2011&gt;" tabindex="0"' in html
    assert "Fires &lt;2011&gt;</caption>" in html
    assert "<td>A &amp; B</td>" in html


def test_breadcrumbs_end_in_the_page_itself():
    html = Template('{% load components %}{% breadcrumbs "Themes" "/themes/" name %}').render(
        Context({"name": "Domestic <abuse>"})
    )
    assert '<a class="govuk-breadcrumbs__link" href="/themes/">Themes</a>' in html
    assert 'aria-current="page">Domestic &lt;abuse&gt;</li>' in html


def test_the_next_page_keeps_the_filters():
    request = RequestFactory().get("/projects/?status=current&page=2")
    html = Template("{% load components %}{% pagination page %}").render(
        RequestContext(request, {"page": Paginator(range(100), 10).page(2)})
    )
    assert 'href="?status=current&amp;page=3" rel="next"' in html
    assert 'aria-label="Page 2" aria-current="page"' in html


class StatusFilters(forms.Form):
    status = forms.ChoiceField(choices=[("", "All"), ("current", "Current")], required=False)


def test_filters_offer_to_be_cleared_only_when_they_narrow_the_list():
    plain = component("filters", form=StatusFilters({}), count=58, noun="project", nouns="projects")
    assert "Clear filters" not in plain
    assert "<strong>58</strong> projects</p>" in plain
    narrowed = component(
        "filters", form=StatusFilters({"status": "current"}), count=1, noun="project"
    )
    assert "Clear filters" in narrowed
    assert "<strong>1</strong> project matches</p>" in narrowed
    assert '<option value="current" selected>' in narrowed
    assert "(optional)" not in narrowed


def test_a_tile_that_counts_nothing_is_left_out():
    tiles = [Tile("Open", 2, "?status=open"), Tile("Past their date", 0, "?due=past")]
    html = component("count_tiles", tiles=tiles, label="Gaps")
    assert "Open" in html
    assert "Past their date" not in html


class MoreFilters(Filters):
    q = Words()
    status = Choice("All statuses", [("current", "Current")])
    theme = Choice("All themes", [("fire", "Fire")])

    def __init__(self, data):
        super().__init__(data)
        self.arrange([("name", "Name")], first="As listed", size=50, own_look="Cards")


def test_the_words_to_look_for_come_first_and_the_rest_is_folded():
    html = component("filters", form=MoreFilters({}))
    assert html.index('name="q"') < html.index("More filters") < html.index('name="status"')
    assert '<details class="sc-filters__more">' in html
    assert "sc-filters__chosen" not in html


def test_what_is_folded_says_what_is_chosen():
    html = component(
        "filters", form=MoreFilters({"q": "x", "status": "current", "order": "name", "size": "25"})
    )
    assert ">status current, in order of Name, 25 on a page</span>" in html


def test_two_filters_need_no_fold():
    assert "<details" not in component("filters", form=StatusFilters({}))


def test_the_form_keeps_the_look_that_the_links_chose():
    assert 'name="view"' not in component("filters", form=MoreFilters({}))
    html = component("filters", form=MoreFilters({"view": "table"}))
    assert '<input type="hidden" name="view" value="table"' in html


def test_a_folded_filter_with_an_error_is_open():
    html = component("filters", form=MoreFilters({"status": "odd"}))
    assert '<details class="sc-filters__more" open>' in html


def test_a_chart_carries_its_figure_as_data_and_never_as_a_script():
    html = component(
        "chart",
        figure={"data": [{"name": "</script><script>"}]},
        chart_id="fires",
        title="Fires",
        description="Rising",
    )
    assert '<script id="fires-figure" type="application/json">' in html
    assert "</script><script>" not in html
    assert "The figures are in the table below." in html


def test_other_wordings_of_a_shared_statement_name_their_theme():
    theme = type(
        "Theme", (), {"__str__": lambda self: "Reoffending", "get_absolute_url": lambda self: "/t/"}
    )()
    html = component(
        "also_worded", wordings=[SimpleNamespace(theme=theme, text="A & B", source_lines=[4])]
    )
    assert "under 1 other theme<" in html
    assert '<a class="govuk-link" href="/t/">Reoffending</a>' in html
    assert "A &amp; B" in html
    assert component("also_worded", wordings=[]).strip() == ""


def test_a_summary_list_leaves_out_what_is_not_known_and_keeps_nought():
    html = component("summary_list", rows=[("Posts", 0), ("End", ""), ("Start", None)])
    assert "Posts" in html
    assert "End" not in html
    assert "Start" not in html


def test_a_fact_may_hold_anything_and_trusts_no_key():
    source = '{% load components %}{% fact key %}<a href="/o/">{{ owner }}</a>{% endfact %}'
    html = Template(source).render(Context({"key": "Owner & <b>", "owner": "A & B"}))
    assert '<dt class="govuk-summary-list__key">Owner &amp; &lt;b&gt;</dt>' in html
    assert '<a href="/o/">A &amp; B</a></dd>' in html


def test_an_amount_that_was_not_given_is_not_nothing():
    line = FundingLine(source="Home Office", state="secured", amount=None)
    html = component("funding_table", lines=[line])
    assert "Not stated" in html
    assert "£" not in html


# Forms


class EveryFieldForm(forms.Form):
    name = forms.CharField(
        help_text="As people say it", error_messages={"required": "Enter the name"}
    )
    starts = forms.DateField(
        widget=forms.SelectDateWidget, error_messages={"required": "Enter the day it starts"}
    )
    kind = forms.ChoiceField(
        choices=[("a", "Service"), ("b", "Post")],
        widget=forms.RadioSelect,
        error_messages={"required": "Say what kind it is"},
    )
    areas = forms.MultipleChoiceField(
        choices=[("a", "Newquay")],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose an area"},
    )
    agreed = forms.BooleanField(error_messages={"required": "Say that it is agreed"})
    lead = forms.ChoiceField(
        choices=[("", "Choose"), ("c", "Council")], error_messages={"required": "Choose a lead"}
    )
    note = forms.CharField(widget=forms.Textarea, required=False)
    file = forms.FileField(error_messages={"required": "Choose a file"})
    key = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", "Save & go on"))


def crispy(form):
    return Template("{% load crispy_forms_tags %}{% crispy form %}").render(
        Context({"form": form, "csrf_token": "t"})
    )


def test_every_error_of_a_form_leads_to_the_control_it_is_about():
    html = crispy(EveryFieldForm({}))
    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a>', html)
    assert [text for _, text in links] == [
        "Enter the name",
        "Enter the day it starts",
        "Say what kind it is",
        "Choose an area",
        "Say that it is agreed",
        "Choose a lead",
        "Choose a file",
    ]
    for target, _ in links:
        assert re.search(rf'<(input|select|textarea)[^>]* id="{target}"', html), target


def test_everything_that_describes_a_control_is_on_the_page():
    html = crispy(EveryFieldForm({"name": ""}))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    described = " ".join(re.findall(r'aria-describedby="([^"]+)"', html)).split()
    assert described
    assert set(described) <= set(ids)
    assert set(re.findall(r'<label[^>]* for="([^"]+)"', html)) <= set(ids)


def test_a_form_follows_the_govuk_patterns():
    html = crispy(EveryFieldForm())
    for pattern in (
        "govuk-input",
        "govuk-date-input",
        "govuk-radios__input",
        "govuk-checkboxes__input",
        "govuk-select",
        "govuk-textarea",
        "govuk-file-upload",
        "govuk-button",
    ):
        assert pattern in html, pattern
    assert 'enctype="multipart/form-data"' in html
    assert 'name="csrfmiddlewaretoken"' in html
    assert "Save &amp; go on" in html
    assert "govuk-error-summary" not in html
    assert "Note <span" in html


def test_a_date_is_read_from_its_three_boxes_and_shown_again_as_typed():
    names = {"starts_day": "27", "starts_month": "3", "starts_year": "2012"}
    form = EveryFieldForm(names)
    html = crispy(form)
    assert form["starts"].errors == []
    assert str(form.cleaned_data["starts"]) == "2012-03-27"
    for name, value in names.items():
        assert re.search(rf'name="{name}"[^>]* value="{value}"', html)
    wrong = crispy(EveryFieldForm({**names, "starts_day": "31", "starts_month": "2"}))
    assert re.search(r'name="starts_day"[^>]* value="31"', wrong)


def test_a_layout_and_a_formset_are_dressed_too():
    form = EveryFieldForm()
    form.helper.layout = Layout(Fieldset("About it", "name", "note"))
    html = crispy(form)
    assert re.search(r"<legend[^>]*>About it</legend>", html)
    assert html.count("govuk-form-group") == 2

    class Row(forms.Form):
        name = forms.CharField(error_messages={"required": "Enter the name"})

    rows = formset_factory(Row, extra=0, min_num=1, validate_min=True)(
        {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0"}
    )
    html = crispy(rows)
    assert "Row 1: Enter the name" in html
    assert 'name="form-TOTAL_FORMS"' in html


def test_the_page_for_a_failure_needs_nothing_from_the_failed_request():
    html = render_to_string("500.html")
    assert "Sorry, there is a problem" in html
    assert "<script" not in html


def test_the_day_that_a_page_describes_is_the_plans_unless_the_page_says_another():
    plan = SimpleNamespace(reporting_date=date(2011, 11, 30))
    assert "As at 30 November 2011" in component("as_at_bar", plan=plan)
    assert "As at 1 July 2011" in component("as_at_bar", plan=plan, as_at=date(2011, 7, 1))


def test_no_template_writes_a_style_or_a_script_into_the_page(settings):
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in folder.rglob("*.html"):
            text = path.read_text(encoding="utf-8")
            assert not re.search(r'\sstyle="|<style|\son\w+="|\|\s*safe\b|autoescape off', text), (
                path
            )
            for script in re.findall(r"<script(.*?)>", text):
                # What a script of ours reads, and no browser runs.
                assert " src=" in script or 'type="application/json"' in script, path
