"""What a person reads when an answer was refused: the words for every fault of core.accepting."""

from __future__ import annotations

from decimal import Decimal
from typing import assert_never

from webapp.core.accepting import AnswerFault, Refusal
from webapp.core.survey import Item
from webapp.web.answers_written import options_of, with_unit
from webapp.web.languages import current
from webapp.web.words import gettext as _
from webapp.web.writing_out import number


def fault_words(item: Item, refusal: Refusal) -> str:  # noqa: C901, PLR0911, PLR0912 -- one line for each fault
    """Say in the current language why an answer could not be taken, and what to do."""
    match refusal.fault:
        case AnswerFault.NOT_A_NUMBER:
            return _("Write a number such as 12,5.")
        case AnswerFault.AMBIGUOUS_DOT:
            return _("Write decimals with a comma (12,5), and thousands without a dot (1234).")
        case AnswerFault.TOO_LOW:
            return _("The number must be %(bound)s or more.", bound=_bound(item, refusal, "minimum"))
        case AnswerFault.TOO_HIGH:
            return _("The number must be %(bound)s or less.", bound=_bound(item, refusal, "maximum"))
        case AnswerFault.TOO_MANY_DECIMALS:
            if refusal.args.get("decimals") == 0:
                return _("Write a whole number, without decimals.")
            return _("Write at most %(count)s decimals.", count=refusal.args.get("decimals", 0))
        case AnswerFault.UNKNOWN_LEVEL | AnswerFault.UNKNOWN_OPTION:
            return _("Choose one of the alternatives.")
        case AnswerFault.UNKNOWN_FIELD:
            return _("The form was changed since you opened it. Open the page again.")
        case AnswerFault.UNKNOWN_STATUS:
            return _("Choose either don’t know or not applicable, not both.")
        case AnswerFault.SEVERAL_VALUES:
            return _("Choose only one of the alternatives.")
        case AnswerFault.EXCLUSIVE_COMBINED:
            return _("“%(option)s” cannot be combined with other choices.", option=_option(item, refusal))
        case AnswerFault.TOO_MANY_CHOICES:
            return _("Choose at most %(count)s.", count=refusal.args.get("maximum", ""))
        case AnswerFault.TOO_LONG:
            return _too_long(refusal)
        case AnswerFault.EVIDENCE_TOO_LONG:
            return _("Documentation: %(what)s", what=_too_long(refusal))
        case AnswerFault.REASON_TOO_LONG:
            return _("The reason: %(what)s", what=_too_long(refusal))
        case AnswerFault.REASON_MISSING:
            return _("Write why this is not applicable.")
        case AnswerFault.NOT_APPLICABLE_NOT_ALLOWED:
            return _("This question applies to every municipality. Choose an answer or don’t know.")
        case AnswerFault.VALUE_AND_STATUS:
            return _("You have both answered and chosen don’t know or not applicable. Remove one of them.")
        case other:
            assert_never(other)


def _bound(item: Item, refusal: Refusal, name: str) -> str:
    bound = refusal.args.get(name, 0)
    return with_unit(item, bound) if isinstance(bound, Decimal) else str(bound)


def _too_long(refusal: Refusal) -> str:
    length, maximum = refusal.args.get("length", 0), refusal.args.get("maximum", 0)
    return _(
        "The text is %(length)s characters long; there is room for %(maximum)s.",
        length=number(length) if isinstance(length, int) else length,
        maximum=number(maximum) if isinstance(maximum, int) else maximum,
    )


def _option(item: Item, refusal: Refusal) -> str:
    value = refusal.args.get("option")
    return next((each.text.of(current()) for each in options_of(item) if each.value == value), str(value))
