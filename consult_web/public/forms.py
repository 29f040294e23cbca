"""The form of one opinion: what is in its fields, what is wrong with them, and how the fields become an opinion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Final

from flask import request, url_for
from sqlalchemy import select
from werkzeug.datastructures import FileStorage, MultiDict

from consult_web import storage
from consult_web.consultations import (
    GENERAL,
    MOST_IMAGES,
    Basket,
    ClauseRow,
    Consultation,
    DraftVersion,
    Image,
    Opinion,
    draft_of_version,
    faults_of,
    keep_image,
    opinion_from,
    pack_opinion,
)
from consult_web.errors import Refused, SiteError
from consult_web.public.places import read_places
from consult_web.public.visitors import basket_of
from consult_web.ui import fault_words, locale, to_simplified

__all__ = [
    "UNSURE",
    "Form",
    "filled",
    "keep_typing",
    "opened",
    "reopened",
    "typed_fields",
    "without_typing",
]

UNSURE: Final = "?"
"""The value of 不确定 in the choice of clauses."""
_KEPT: Final = (
    "text",
    "stance",
    "target",
    "others",
    "quote",
    "start",
    "new_text",
    "title",
    "reason",
    "facts",
    "demand",
    "public",
)
_MOST_TYPING: Final = 60  # clauses with something half written


@dataclass(frozen=True, slots=True)
class Form:
    """A form on a page. ``fields`` are what its controls show, ``clause`` is the one it belongs to (None: free),
    ``options`` the clauses that can be chosen, ``place`` the opinion that it changes."""

    action: str
    name: str
    fields: Mapping[str, Any]
    options: Sequence[tuple[str, str]] = ()
    clause: ClauseRow | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    images: tuple[Image, ...] = ()
    place: str = ""
    sends: str = ""

    @property
    def is_detailed(self) -> bool:
        """Whether something stands in the part that is folded away."""
        names = ("others", "title", "reason", "facts", "demand", "public", "kinds")
        return bool(self.images) or any(self.fields.get(name) or self.errors.get(name) for name in (*names, "images"))

    def drop_choices(self, label: str) -> list[tuple[str, str]]:
        """The pictures that can be taken away, as a macro of the forms takes them; ``#`` in ``label`` is the name."""
        return [(image.digest, label.replace("#", image.name)) for image in self.images]


def opened(
    consultation: Consultation, version: DraftVersion, clause: ClauseRow | None, arguments: Mapping[str, str]
) -> Form:
    """The form for ``clause`` (None: free), with what this browser typed there before and the words it selected."""
    basket = basket_of(consultation)
    name = _name(version, clause)
    fields = dict(basket.typing.get(name, {}))
    if arguments.get("quote"):
        fields["quote"] = to_simplified(arguments["quote"][:600])
        fields["start"] = arguments.get("start", "")[:6]
    if clause:
        fields.setdefault("target", clause.eid)
        fields["new_text"] = fields.get("new_text") or clause.text
    images = tuple(Image(**image) for image in fields.pop("images", ()))
    action = _action(consultation, version, clause)
    return Form(action, name, fields, _options(version, clause), clause, images=images)


def reopened(consultation: Consultation, version: DraftVersion, opinion: Opinion, action: str, place: str) -> Form:
    """The form with what ``opinion`` says."""
    first = next((one for one in opinion.targets if one not in GENERAL), "")
    row = _clause(version, first)
    fields = pack_opinion(opinion) | {"target": (opinion.targets or (UNSURE,))[0], "public": opinion.consent_public}
    fields["new_text"] = opinion.new_text or (row.text if row else "")
    fields["start"] = opinion.start if opinion.start >= 0 else ""
    fields["others"] = "、".join(_cited(version, eid) for eid in opinion.targets[1:])
    return Form(action, f"{place}-{version.id}", fields, _options(version, row), row, {}, opinion.images, place)


def typed_fields() -> dict[str, Any]:
    """What stands in the form that was sent, as it was typed."""
    fields: dict[str, Any] = {name: request.form.get(name, "")[:12_000] for name in _KEPT}
    fields["kinds"] = request.form.getlist("kinds")[:6]
    return fields


def filled(form: Form, version: DraftVersion) -> tuple[Opinion, Form]:
    """The opinion in the form that was sent, and the form to show again when it has errors."""
    fields = typed_fields()
    kept = _kept_images(form)
    images, image_errors = _new_images(request.files, kept)
    others, other_errors = _others(fields["others"], version, form.clause)
    values = _values(fields, form.clause)
    values["targets"] = list(dict.fromkeys([*values["targets"], *others]))
    opinion = replace(opinion_from(values), images=images, version_id=version.id)
    faults = faults_of(opinion) | image_errors | other_errors | _quote_faults(opinion, version)
    return opinion, replace(form, fields=fields, errors=fault_words(faults), images=images)


def keep_typing(basket: Basket, form: Form) -> Basket:
    """``basket`` with what is half written in ``form``, pictures included, which no browser fills in again."""
    fields = {**form.fields, "images": [asdict(image) for image in form.images]}
    typing = {**basket.typing, form.name: fields}
    while len(typing) > _MOST_TYPING:
        typing.pop(next(iter(typing)))
    return replace(basket, typing=typing)


def without_typing(basket: Basket, name: str) -> Basket:
    """``basket`` without it."""
    return replace(basket, typing={key: kept for key, kept in basket.typing.items() if key != name})


def _values(fields: Mapping[str, Any], clause: ClauseRow | None) -> dict[str, Any]:
    """Fields of the form as those of an opinion; on a Traditional page, quoted words are those of the draft."""
    target = fields["target"]
    targets = [] if target in ("", UNSURE) else [target]
    new_text = fields["new_text"]
    if clause is None or target != clause.eid or _same(new_text, clause.text):
        new_text = ""
    quote = to_simplified(fields["quote"]) if locale() == "zh-Hant" else fields["quote"]
    return {
        **fields,
        "targets": targets,
        "new_text": new_text,
        "quote": quote,
        "consent_public": bool(fields["public"]),
    }


def _others(typed: str, version: DraftVersion, clause: ClauseRow | None) -> tuple[list[str], dict[str, SiteError]]:
    """Further clauses that the opinion is about, as people cite them."""
    if not typed.strip():
        return [], {}
    try:
        within = (clause.root_eid or "") if clause else ""
        return read_places(to_simplified(typed), draft_of_version(storage.session(), version.id), within), {}
    except Refused as error:
        return [], {"others": error}


def _cited(version: DraftVersion, eid: str) -> str:
    return eid if eid in GENERAL else draft_of_version(storage.session(), version.id).label(eid)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())


def _quote_faults(opinion: Opinion, version: DraftVersion) -> dict[str, SiteError]:
    """A quote stands in the clause that was chosen, or is refused: it would be shown as the law's words."""
    if not opinion.quote or not opinion.targets or opinion.targets[0] in GENERAL:
        return {}
    row = _clause(version, opinion.targets[0])
    return {} if row and opinion.quote in row.text else {"quote": Refused("E954")}


def _kept_images(form: Form) -> tuple[Image, ...]:
    gone = request.form.getlist("drop_image")
    return tuple(image for image in form.images if image.digest not in gone)


def _new_images(
    files: MultiDict[str, FileStorage], kept: tuple[Image, ...]
) -> tuple[tuple[Image, ...], dict[str, SiteError]]:
    sent = [file for file in files.getlist("images") if file.filename]
    if len(sent) + len(kept) > MOST_IMAGES:
        return kept, {"images": Refused("E865", limit=MOST_IMAGES)}
    found, errors = list(kept), dict[str, SiteError]()
    for file in sent:
        try:
            image = keep_image(storage.files(), file.stream, file.filename or "")
        except Refused as error:
            errors = {"images": error}
            break
        found += [image] if image.digest not in {one.digest for one in found} else []
    _note(found[len(kept) :])
    return tuple(found), errors


def _note(images: Sequence[Image]) -> None:
    """Pictures that come with no opinion in the end are deleted."""
    if images:
        with storage.saving() as session:
            storage.note_loose(session, [image.digest for image in images])


def _options(version: DraftVersion, clause: ClauseRow | None) -> list[tuple[str, str]]:
    """The clause's article with all below it; for a free opinion every article."""
    query = select(ClauseRow.eid, ClauseRow.label, ClauseRow.heading).where(ClauseRow.version_id == version.id)
    if clause:
        query = query.where(ClauseRow.root_eid == clause.root_eid)
    else:
        query = query.where(ClauseRow.root_eid == ClauseRow.eid)
    rows = storage.session().execute(query.order_by(ClauseRow.position)).all()
    seen: dict[str, str] = {}
    for row in rows:  # 第三条 and its only 款 are cited the same way
        seen.setdefault(f"{row.label}　{row.heading}".strip() if row.heading else row.label, row.eid)
    if clause:
        seen = {label: clause.eid if label == clause.label else eid for label, eid in seen.items()}
    return [(eid, label) for label, eid in seen.items()]


def _clause(version: DraftVersion, eid: str) -> ClauseRow | None:
    if not eid:
        return None
    query = select(ClauseRow).where(ClauseRow.version_id == version.id, ClauseRow.eid == eid[:200])
    return storage.session().scalar(query)


def _name(version: DraftVersion, clause: ClauseRow | None) -> str:
    return f"{version.id}-{clause.eid if clause else 'free'}"


def _action(consultation: Consultation, version: DraftVersion, clause: ClauseRow | None) -> str:
    if clause is None:
        return url_for("public.write", slug=consultation.slug)
    return url_for("public.add", slug=consultation.slug, number=version.number, eid=clause.eid)
