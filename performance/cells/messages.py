"""The words for what is wrong with a cell, for an uploaded file and for a form.

Ratios, doubts and the form keep their own words beside their rules.
"""

from core.periods import EXAMPLES
from performance.cells.cell import Message

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
MAY_BE_BELOW_ZERO = Message(
    "number_text",
    "{text} is more than a number, and may be below zero. Type {meant} if it is, or {other} if it is not.",
)
LOW_NUMBER = Message(
    "number_text",
    f"{{text}} stands for a number above zero that rounds to it. Type the number, {_OR_BLANK}",
    form_text=f"{{text}} stands for a number above zero that rounds to it. Type the number, {_OR_BLANK_IN_FORM}",
)
SYMBOL_OF_MANY = Message(
    "number_text",
    "{text} means one thing in one table and another in the next. Type * for a small number that is kept back, n/a for"
    " what does not apply, or - for what is not known.",
)
SYMBOL_ALONE = Message(
    "number_text",
    f"{{text}} says that a number is {{symbol}}, and there is none. Type the number, {_OR_BLANK}",
    form_text=f"{{text}} says that a number is {{symbol}}, and there is none. Type the number, {_OR_BLANK_IN_FORM}",
)
LOW_RELIABILITY = Message(
    "symbol",
    "{text} says that the number is of low reliability.",
    "Accept the warning if it is to be kept all the same.",
    form_remedy="Tick the box if it is to be kept all the same.",
)
BREAK_IN_SERIES = Message(
    "symbol",
    "{text} says that the series breaks here, so that earlier figures may not compare.",
    "Accept the warning if it is to be kept all the same.",
    form_remedy="Tick the box if it is to be kept all the same.",
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
FY_OF_EITHER_END = Message(
    "period_ambiguous", "{text} may be {first} or {second}. Type the one that is meant."
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
PERIODS_OF_OTHER_LENGTH = Message(
    PERIOD_OF_OTHER_LENGTH.code,
    "{number} figures are for {periods}, and figures of their indicators are for {length}. This is the first of them.",
    "Check the periods. Accept the warning if the figures are for these.",
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
    "Correct it if it is mistyped. Otherwise an administrator adds these areas, from their boundary file or a list, and"
    " then the file is checked again.",
)
UNKNOWN_CODE_OF_OURS = Message(
    "unknown_code_of_ours",
    "There is no area with the code {text}, which looks like that of {kind} that is not loaded, and the row names {place}.",
    "Correct the code, or say that this area is meant.",
)
CODE_AND_NAME_DIFFER = Message(
    "code_and_name_differ",
    "The code is that of {place}, and the row names {name}.",
    "Correct the code or the name, so that both are of one area.",
    form_text="The code is that of {place}, and the name is {name}.",
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

# A figure: its value, its state and its parts.

RATIO_WITHOUT_VALUE = Message(
    "no_value",
    "{text} says that the value is not known, and the row gives a numerator and denominator.",
    "Clear the value, and it is worked out from them; or clear them to leave the figure alone.",
    form_text="{text} says that the value is not known, and you give a numerator and denominator.",
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
COMMENT_WITHOUT_FIGURE = Message(
    "comment_without_figure",
    "There is a comment and no figure, so the comment is not kept.",
    "Accept the warning if it is not needed. If it is, enter it as commentary on the page of the indicator.",
    form_remedy="Enter it as commentary on the page of the indicator.",
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
DUPLICATE = Message(
    "duplicate", "{cell} gives the same figure: {name}, {period}.", "Keep one of the two."
)
