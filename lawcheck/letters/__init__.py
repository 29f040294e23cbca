"""Letters and papers of filing review: what each asks for, checked and filled into its Word template."""

from lawcheck.letters.catalogue import find_letter, list_letters
from lawcheck.letters.checking import checked_values
from lawcheck.letters.filling import fill_letter, fill_template
from lawcheck.letters.model import Basis, Field, FieldType, Letter
from lawcheck.letters.schema import letter_schema

__all__ = [
    "Basis",
    "Field",
    "FieldType",
    "Letter",
    "checked_values",
    "fill_letter",
    "fill_template",
    "find_letter",
    "letter_schema",
    "list_letters",
]
