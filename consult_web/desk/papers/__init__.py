"""What all pages of the desk share: letters and files as downloads, forms of letters, clocks in words, original beside reading."""

from consult_web.desk.papers.clocks import clock_chip
from consult_web.desk.papers.comparing import Passage, passages
from consult_web.desk.papers.downloads import send_bytes
from consult_web.desk.papers.forms import LetterForm, check_seen, legal_day, parse_day, read_facts, read_letter
from consult_web.desk.papers.installing import install
from consult_web.desk.papers.naming import ENGLISH, named
from consult_web.desk.papers.public import check_open, is_inside, is_open, is_shown, narrowed, readable_document
from consult_web.desk.papers.showing import story, visible_case
from consult_web.desk.papers.uploads import store_uploads

__all__ = [
    "ENGLISH",
    "LetterForm",
    "Passage",
    "check_open",
    "check_seen",
    "clock_chip",
    "install",
    "is_inside",
    "is_open",
    "is_shown",
    "legal_day",
    "named",
    "narrowed",
    "parse_day",
    "passages",
    "read_facts",
    "read_letter",
    "readable_document",
    "send_bytes",
    "store_uploads",
    "story",
    "visible_case",
]
