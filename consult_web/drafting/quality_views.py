"""Points without a clause are given one in bulk; a sample measures how often the program is right."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.consultations import (
    ask_for_analysis,
    check_points,
    draw_sample,
    list_points,
    measure,
    point_views,
)
from consult_web.drafting.choices import decision_choices
from consult_web.drafting.frame import blueprint, open_consultation, open_run, translate
from lawcheck.comments import NEW_CLAUSE, WHOLE_DRAFT

__all__ = ["quality"]

_LOST = 12  # points without a clause on one page
_SAMPLE = 6
_FIELD = "eid-"


@blueprint.get("/<int:number>/quality")
@allowed(Permission.DIGEST_READ)
def quality(number: int) -> str:
    """How sure the mapping is, a sample to look at, what has no clause yet."""
    consultation, run = open_run(number)
    session = storage.session()
    page = max(request.args.get("page", 1, int), 1)
    lost, total = list_points(session, run, eid="-", start=(page - 1) * _LOST, limit=_LOST)
    sample = draw_sample(session, run, current_user().actor, _SAMPLE)
    choices = decision_choices(session, run)
    return render_template(
        "drafting/quality.html",
        consultation=consultation,
        measured=measure(session, run),
        sample=point_views(session, run, keys=sample),
        lost=lost,
        total=total,
        page=page,
        pages=max(-(-total // _LOST), 1),
        whole=[(WHOLE_DRAFT, WHOLE_DRAFT), (NEW_CLAUSE, NEW_CLAUSE), ("none", translate("about_nothing"))],
        **choices,
    )


@blueprint.post("/<int:number>/quality")
@allowed(Permission.DISPOSITION_WRITE)
def check_mapping(number: int) -> Response:
    """Note what points are about; a new analysis takes it over."""
    open_consultation(number)
    purpose = "sample" if request.form.get("purpose") == "sample" else "abstained"
    answers = {
        name.removeprefix(_FIELD): [value] for name, value in request.form.items() if name.startswith(_FIELD) and value
    }
    with storage.saving() as session:
        actor = current_user().actor
        checked = check_points(session, number, answers, actor, purpose)
        ask_for_analysis(session, number, actor)
    flash(translate("checked", count=checked), "good")
    return redirect(url_for("drafting.quality", number=number), 303)
