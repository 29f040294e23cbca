"""The tree of a normative document, its addresses, numerals and parser."""

from lawcheck.document.address import Address, NumberRange
from lawcheck.document.collecting import collector_held_back
from lawcheck.document.decisions import amends, is_instruction, new_texts, own_words, words_span
from lawcheck.document.lines import label_style, width
from lawcheck.document.model import CONTAINERS, NOTICE, Document, Segment, Structure, Unit, UnitKind
from lawcheck.document.normalising import Normalised, count_variants, normalise
from lawcheck.document.numerals import Number, format_numeral, parse_numeral
from lawcheck.document.paragraphs import split_paragraphs
from lawcheck.document.parser import parse
from lawcheck.document.source import Block, Box, Problem, Provenance, SourceText, Span, around
from lawcheck.document.tables import plain_words, row_number, spelled_out

__all__ = [
    "CONTAINERS",
    "NOTICE",
    "Address",
    "Block",
    "Box",
    "Document",
    "Normalised",
    "Number",
    "NumberRange",
    "Problem",
    "Provenance",
    "Segment",
    "SourceText",
    "Span",
    "Structure",
    "Unit",
    "UnitKind",
    "amends",
    "around",
    "collector_held_back",
    "count_variants",
    "format_numeral",
    "is_instruction",
    "label_style",
    "new_texts",
    "normalise",
    "own_words",
    "parse",
    "parse_numeral",
    "plain_words",
    "row_number",
    "spelled_out",
    "split_paragraphs",
    "width",
    "words_span",
]
