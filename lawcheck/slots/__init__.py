"""What each 款 says, slot by slot: subject, modality, act, object, condition, penalties, amounts, periods, organs,
exceptions, transfers to other laws.

``extract_slots(document)`` reads every 款, ``slots_of(document, unit)`` one 款 or one 项 (with what it inherits from its
lead-in), ``read_slots(text)`` a clause given as text. All give :class:`Slots`; every value carries its words and their
span. Nothing here judges: the rules and the comparison do.
"""

from lawcheck.slots.figures import parse_figure
from lawcheck.slots.model import (
    Amount,
    Bound,
    Meaning,
    Modal,
    Modality,
    Norm,
    Period,
    Phrase,
    Sanction,
    Slots,
    Transfer,
)
from lawcheck.slots.reading import extract_slots, read_slots, slots_of
from lawcheck.slots.words import Words, load_words

__all__ = [
    "Amount",
    "Bound",
    "Meaning",
    "Modal",
    "Modality",
    "Norm",
    "Period",
    "Phrase",
    "Sanction",
    "Slots",
    "Transfer",
    "Words",
    "extract_slots",
    "load_words",
    "parse_figure",
    "read_slots",
    "slots_of",
]
