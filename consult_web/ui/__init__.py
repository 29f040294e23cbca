"""Base page, design system, languages and charts of every room of the site.

``install(app)`` makes the page templates ``ui/base.html``, ``ui/narrow.html`` and ``ui/workbench.html`` and the macros
of ``ui/forms.html`` and ``ui/parts.html`` work on a Flask application.
"""

from consult_web.ui import charts
from consult_web.ui.fragments import fragment
from consult_web.ui.frame import Link, Place, add_links, here, large_print
from consult_web.ui.installing import install
from consult_web.ui.language import LOCALES, Texts, add_texts, fault_words, language, locale, say, translator
from consult_web.ui.marking import diff_markup
from consult_web.ui.styleguide import install_styleguide
from consult_web.ui.times import day_text, end_text, local, moment_text
from consult_web.ui.traditional import to_simplified, to_traditional
from consult_web.ui.unsent import has_unsent_text, unsent_page

__all__ = [
    "LOCALES",
    "Link",
    "Place",
    "Texts",
    "add_links",
    "add_texts",
    "charts",
    "day_text",
    "diff_markup",
    "end_text",
    "fault_words",
    "fragment",
    "has_unsent_text",
    "here",
    "install",
    "install_styleguide",
    "language",
    "large_print",
    "local",
    "locale",
    "moment_text",
    "say",
    "to_simplified",
    "to_traditional",
    "translator",
    "unsent_page",
]
