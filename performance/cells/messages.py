"""What every finding says: one catalogue, worded for an uploaded file and for a form.

A message is a code and two sentences with gaps; the finding brings the facts that fill them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from string import Formatter

from core.periods import EXAMPLES
from performance.cells.cell import MOST_TEXT, CellProblem, quoted


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong, and what to do about it. A form repeats the words for a file unless it has its own."""

    code: str
    text: str
    remedy: str = ""
    form_text: str = ""
    form_remedy: str = ""

    @property
    def facts(self) -> set[str]:
        """The names of the facts that fill its gaps."""
        words = self.text + self.remedy + self.form_text + self.form_remedy
        return {name for _, name, _, _ in Formatter().parse(words) if name}

    def under(self, code: str) -> Message:
        """The same words under another code."""
        return replace(self, code=code)


@dataclass(frozen=True, slots=True)
class Worded:
    """A message with its facts."""

    says: Message
    facts: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        return self.says.code

    @property
    def message(self) -> str:
        """What is wrong, for somebody who reads about a file."""
        return self.says.text.format(**self.facts)

    @property
    def remedy(self) -> str:
        """What to do about it, for somebody who reads about a file."""
        return self.says.remedy.format(**self.facts)

    @property
    def in_form(self) -> str:
        """What is wrong and what to do, for somebody who fills in a form."""
        text = self.says.form_text or self.says.text
        remedy = self.says.form_remedy or self.says.remedy
        return f"{text} {remedy}".strip().format(**self.facts)


# Cells without a value.

FORMULA_FAILS = Message(
    "cell_problem", "The formula here fails ({shows}). Put it right, or type {right}."
)
FORMULA_NOT_SAVED = Message(
    "cell_problem",
    "The formula here{formula} was saved without its result. Open the workbook in Excel, save it and upload it again,"
    " or type {right}.",
)
BEYOND_COUNTING = Message(
    "cell_problem", "The number here is too large to count with. Type {right}."
)

# Numbers.

_OR_BLANK = "or leave the cell blank if it is not known."
_OR_BLANK_IN_FORM = "or leave it blank if it is not known."

FORMULA_AS_TEXT = Message("number_formula", "{text} is a formula written as text. Type the figure.")
WORD_FOR_ZERO = Message(
    "number_text",
    f"{{text}} is a word. Type 0, {_OR_BLANK}",
    form_text=f"{{text}} is a word. Type 0, {_OR_BLANK_IN_FORM}",
)
NOT_IN_POUNDS = Message(
    "number_currency", "{text} is not in pounds. Type the figure in its own unit."
)
ONLY_A_BOUND = Message(
    "number_bound",
    f"{{text}} says only what the figure is above or below. Type the figure, {_OR_BLANK}",
    form_text=f"{{text}} says only what the figure is above or below. Type the figure, {_OR_BLANK_IN_FORM}",
)
WRONG_SEPARATOR = Message(
    "number_separator",
    "{text} has a comma or a point where thousands do not end. Type {meant}, if that is meant.",
)
TIME_FOR_NUMBER = Message(
    "number_date",
    "{text} is a time, not a number. Format the cell as a number and type the figure again.",
    form_text="{text} is a time, not a number. Type the figure.",
)
DATE_FOR_NUMBER = Message(
    "number_date",
    "This is a date, {day}, not a number. Format the cell as a number and type the figure again.",
    form_text="This is a date, {day}, not a number. Type the figure.",
)
MORE_THAN_A_NUMBER = Message(
    "number_text", "{text} is more than a number. Type the number alone: {meant}, if that is meant."
)
TEXT_FOR_NUMBER = Message(
    "number_text",
    f"{{text}} is text, not a number. Type the figure, {_OR_BLANK}",
    form_text=f"{{text}} is text, not a number. Type the figure, {_OR_BLANK_IN_FORM}",
)
TRUTH_FOR_NUMBER = Message("number_text", "This says {shows}, not a number. Type the figure.")
NUMBER_TOO_LARGE = Message(
    "number_too_large",
    "The number is a million million or more, which is more than is kept. Type the figure.",
)
PERCENT_OF_NO_UNIT = Message(
    "number_percent",
    "{text} is a percentage, and these figures have no unit. Type the number alone.",
)
PERCENT_OF_OTHER_UNIT = Message(
    "number_percent",
    "{text} is a percentage, and the unit of these figures is “{unit}”. Type the figure in that.",
)
POUNDS_OF_NO_UNIT = Message(
    "number_currency",
    "{text} is in pounds, and these figures have no unit. Type the number alone.",
)
POUNDS_OF_OTHER_UNIT = Message(
    "number_currency",
    "{text} is in pounds, and the unit of these figures is “{unit}”. Type the figure in that.",
)
SCORE_TOO_LARGE = Message(
    "too_large",
    "The score is a thousand million or more, which is more than is kept.",
    "Type the score.",
)

# Periods.

NO_PERIOD = Message("period_missing", f"The period is missing. Type it as {EXAMPLES}.")
NOT_A_PERIOD = Message("period_text", f"{{text}} is not a period{{reason}} Type it as {EXAMPLES}.")
NOT_A_LABEL = Message("period_text", "{reason}")
PERIOD_TOO_FAR = Message(
    "period_out_of_range",
    f"{{text}} is read as {{period}}, which is too long ago or too far ahead. Type it as {EXAMPLES}.",
)
DAY_TOO_FAR = Message(
    "period_out_of_range",
    f"This is a date, {{day}}, and no period of ours. Format the cell as text and type the period as {EXAMPLES}.",
    form_text=f"This is a date, {{day}}, and no period of ours. Type the period as {EXAMPLES}.",
)
DAY_OF_NO_FREQUENCY = Message(
    "period_ambiguous", f"This is a date, {{day}}. Type the period as {EXAMPLES}."
)
DAY_INSIDE_A_PERIOD = Message(
    "period_ambiguous",
    "This is a date, {day}, which neither begins nor ends {length}. Type {meant}, if that is meant.",
)
QUARTER_OF_EITHER_YEAR = Message(
    "period_ambiguous",
    "{text} may be {calendar_months} or {financial_months}. Say which kind of quarters the column holds, or type"
    " {calendar} or {financial}.",
    form_text="{text} may be {calendar_months} or {financial_months}. Type {calendar} or {financial}.",
)
MONTH_OR_YEAR = Message("period_ambiguous", f"{{text}} may be {{either}}. Type it as {EXAMPLES}.")
YEAR_OF_EITHER_KIND = Message(
    "period_ambiguous",
    f"{{text}} may be the calendar year, {{first}} or {{second}}. Type it as {EXAMPLES}.",
)
PERIOD_NOT_OVER = Message(
    "period_not_over",
    "{period} is not yet over: it ends on {day}.",
    "Check the period, or upload the figure when it is over.",
    form_remedy="Check the period, or enter the figure when it is over.",
)
PERIOD_OF_OTHER_LENGTH = Message(
    "period_of_other_length",
    "Figures of this indicator are for {length}, and {period} is not one.",
    "Check the period. Accept the warning if the figure is for this period.",
    form_remedy="Check the period. Tick the box if the figure is for this period.",
)

# States.

NOT_A_STATE = Message("not_a_state", "{text} is not a state. Type {right}.")

# Names.

NO_NAME = Message("no_{called}", "The {called} is missing.", "Type its name.")
AMBIGUOUS_NAME = Message("ambiguous_{called}", "{text} may be {names}.", "Write the whole name.")
UNKNOWN_NAME = Message("unknown_{called}", "There is no {called} called {text}.", "{nearest}")
RETIRED_INDICATOR = Message(
    "retired_indicator",
    "“{name}” was retired on {day}.",
    "Take the row out, or name the indicator that took its place.",
    form_remedy="Enter it under the indicator that took its place.",
)
NO_AREA = Message("no_area", "The area is missing.", "Type its name or code.")
AMBIGUOUS_AREA = Message(
    "ambiguous_area", "{text} may be {names}.", "Write one of these as it is here."
)
UNKNOWN_AREA = Message(
    "unknown_area", "There is no area with the name or code {text}.", "{nearest}"
)
UNKNOWN_CODE = Message(
    "unknown_code",
    "There is no area with the code {text}, which looks like that of {kind} that is not loaded.",
    "Correct it if it is mistyped. Otherwise whoever runs the planner loads the boundary file of these areas with the"
    " command load_boundaries, and then the file is checked again.",
)
RETIRED_AREA = Message(
    "retired_area",
    "This code of {name} was in use until {day}.",
    "Use the code that holds for the period.",
)
NO_LABEL = Message(
    "no_label",
    "The row does not say what the figure is compared with.",
    "Type the name of the comparator, for example “England”.",
)
LONG_LABEL = Message(
    "long_label", "The name of the comparator is longer than {most} letters.", "Shorten it."
)
LONG_COMMENT = Message("long_comment", "The comment is longer than {most} letters.", "Shorten it.")

# A value, its numerator, its denominator and its state.

NO_RATIO_HERE = Message(
    "no_value",
    "There is a numerator or denominator, but no value: it is worked out for rates and percentages alone.",
    "Type the value, or clear the numerator and denominator to leave the figure alone.",
)
HALF_A_RATIO = Message(
    "no_value",
    "There is a {given}, but no value, and no {missing} to work it out from.",
    "Type the value or the {missing}, or clear the {given} to leave the figure alone.",
)
RATIO_WITHOUT_VALUE = Message(
    "no_value",
    "{text} says that the value is not known, and the row gives a numerator and denominator.",
    "Clear the value, and it is worked out from them; or clear them to leave the figure alone.",
    form_text="{text} says that the value is not known, and you give a numerator and denominator.",
)
NOTHING_TO_WORK_OUT_FROM = Message(
    "denominator_not_above_zero",
    "The denominator is {denominator}, and nothing can be divided by that.",
    "Type a number above zero. Where there was nothing to count, clear both and type n/a as the value, with the reason"
    " in the comment column.",
    form_remedy="Type a number above zero. Where there was nothing to count, clear both and type n/a as the value,"
    " with the reason in the comment.",
)
NOTHING_TO_DIVIDE_BY = Message(
    "denominator_not_above_zero",
    "The denominator is {denominator}, and nothing can be divided by that.",
    "Type a number above zero, or leave the cell blank.",
    form_remedy="Type a number above zero, or leave it blank.",
)
NOT_ITS_RATIO = Message(
    "not_its_ratio",
    "The value is {value}, but {numerator} over {denominator} is {ratio}.",
    "Type {meant}, or correct the numerator or denominator.",
)
WRONG_UNIT = Message(
    "wrong_unit",
    "The value is {value}, and the figures of this indicator are in %: {value} is less than 1%.",
    "Type {meant}, if {meant}% is meant.",
)
VALUE_WITH_STATE = Message(
    "value_with_state",
    "The state is {state}, and the row gives a value.",
    "Clear the value, or change the state to final or provisional.",
    form_text="The state is {state}, and you give a value.",
)
STATES_DIFFER = Message(
    "states_differ",
    "The value {text} means {meant}, and the state is {state}.",
    "Let the value and the state agree.",
)
PARTS_WITH_STATE = Message(
    "parts_with_state",
    "The figure is {state}, and the row gives a {part}.",
    "Clear numerator and denominator, or give the value.",
    form_text="The figure is {state}, and you give a {part}.",
)
NO_REASON = Message(
    "no_reason",
    "The figure is not applicable, and the row does not say why.",
    "Give the reason in the comment column.",
    form_text="The figure is not applicable, and you do not say why.",
    form_remedy="Give the reason in the comment.",
)
NO_STATE_HERE = Message(
    "no_state_here",
    "{text} is not kept for these, so what is there is left alone.",
    "Type the number, or “remove” if there should be none.",
)
REMOVED_WITH_VALUE = Message(
    "removed_with_value",
    "The row says to remove the figure, and gives a value.",
    "Clear the value, or the word “remove”.",
)
REMOVED_IN_FORM = Message(
    "removed", "A figure is removed on a page of its own.", "Type the figure here."
)
NOT_KNOWN_YET = Message(
    "none_given", "“{text}” says that the figure is not known yet.", "Enter it when it is."
)
NOTHING_ENTERED = Message(
    "none_given", "Enter the figure, or choose the state that says why there is none."
)
DUPLICATE = Message(
    "duplicate", "{cell} gives the same figure: {name}, {period}.", "Keep one of the two."
)

# Doubts: a person looks again, and may say that the figure is right.

_IF_RIGHT = "Check it, and accept the warning if it is right."
_IF_RIGHT_IN_FORM = "Check it, and tick the box if it is right."

OUTLIER = Message(
    "outlier", "The value is {value}. {earlier}.", _IF_RIGHT, form_remedy=_IF_RIGHT_IN_FORM
)
JUMP = Message("jump", "The value is {value}. {earlier}.", _IF_RIGHT, form_remedy=_IF_RIGHT_IN_FORM)
JUMP_UP = Message(
    "jump",
    "The value is {value}. {earlier}, and this is ten times {beside} or more.",
    _IF_RIGHT,
    form_remedy=_IF_RIGHT_IN_FORM,
)
JUMP_DOWN = Message(
    "jump",
    "The value is {value}. {earlier}, and this is a tenth of {beside} or less.",
    _IF_RIGHT,
    form_remedy=_IF_RIGHT_IN_FORM,
)
BELOW_ONE_PERCENT = Message(
    "below_one_percent",
    "The value is {value}%, which is less than 1%. {earlier}.",
    "Type {meant}% if that is meant. Accept the warning if {value}% is right.",
    form_remedy="Type {meant}% if that is meant. Tick the box if {value}% is right.",
)
NOT_WHOLE = Message(
    "not_whole",
    "The value is read as {value}, with a decimal point, and figures of this indicator are whole numbers.",
    _IF_RIGHT,
    form_remedy=_IF_RIGHT_IN_FORM,
)
NOT_WHOLE_THOUSANDS = Message(
    "not_whole",
    "The value is read as {value}, with a decimal point, and figures of this indicator are whole numbers.",
    "Type {digits} if {thousands} is meant. Accept the warning if {value} is right.",
    form_remedy="Type {digits} if {thousands} is meant. Tick the box if {value} is right.",
)
WORKED_OUT = Message(
    "worked_out",
    "There is no value, so {value} is worked out from {parts}.",
    "Accept the warning if it is right, or type the value.",
    form_remedy="Tick the box if it is right, or type the value.",
)
ALL_WORKED_OUT = Message(
    "worked_out",
    "No column holds the values, so each is worked out: here {value} from {parts}.",
    "Accept the warning if it is right, or type the value.",
    form_remedy="Tick the box if it is right, or type the value.",
)
BELOW_ZERO = Message(
    "below_zero",
    "The value is {value}, which is below zero, and no earlier figure of this indicator for this area is.",
    "Type {meant} if that is meant. Accept the warning if {value} is right.",
    form_remedy="Type {meant} if that is meant. Tick the box if {value} is right.",
)
OVER_THE_WHOLE = Message(
    "over_the_whole",
    "The value is {value}%, which is more than 100%, and no earlier figure of this indicator for this area is.",
    _IF_RIGHT,
    form_remedy=_IF_RIGHT_IN_FORM,
)
MORE_THAN_ALL = Message(
    "over_the_whole",
    "The numerator, {numerator}, is more than the denominator, {denominator}: over 100%, and no earlier figure of this"
    " indicator for this area is.",
    "Check that they are the right way round, and accept the warning if they are.",
    form_remedy="Check that they are the right way round, and tick the box if they are.",
)
BEYOND_TARGET = Message(
    "beyond_target",
    "The value is {value}, which is ten times the target for {period} ({target}) or more, and there is no earlier"
    " figure of this indicator for this area to compare it with.",
    _IF_RIGHT,
    form_remedy=_IF_RIGHT_IN_FORM,
)
WAS_SUPPRESSED = Message(
    "was_suppressed",
    "The figure was suppressed, as a small number, and would become {value} for everybody to read.",
    "Type <5 to keep it suppressed. Accept the warning if the number may be published.",
    form_remedy="Type <5 to keep it suppressed. Tick the box if the number may be published.",
)

CATALOGUE = tuple(one for one in list(globals().values()) if isinstance(one, Message))


def cell_problem(problem: CellProblem, right: str) -> Worded:
    """Why a cell has no value. `right` says what to type instead: "the figure"."""
    match problem.kind:
        case "error":
            return Worded(FORMULA_FAILS, {"shows": problem.text[:MOST_TEXT], "right": right})
        case "formula_without_value":
            formula = f" ({quoted(problem.text)})" if problem.text else ""
            return Worded(FORMULA_NOT_SAVED, {"formula": formula, "right": right})
        case "not_a_number":
            return Worded(BEYOND_COUNTING, {"right": right})
