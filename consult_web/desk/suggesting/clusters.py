"""Suggestions on the same clause: looked at together, confirmed, parted, answered together."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response as BaseResponse

from consult_web import storage
from consult_web.accounts import Permission, allowed, current_user
from consult_web.desk.suggesting.frame import blueprint, translate
from consult_web.filings import ClusterState, Suggestion, SuggestionCluster, Way, receiver_of, state_of, ways
from consult_web.filings.suggestions import confirm_cluster, families_in, split_cluster, take_out, visible_cluster

__all__: list[str] = []


@blueprint.get("/desk/suggesting/clusters")
@allowed(Permission.FILING_READ)
def cluster_list() -> str:
    """All clusters that were not parted, largest first."""
    session = storage.session()
    size = func.count(Suggestion.id)
    query = select(SuggestionCluster, size).join(Suggestion, Suggestion.cluster_id == SuggestionCluster.id)
    own = SuggestionCluster.receiver_id == receiver_of(session, current_user()).id
    query = query.where(own, SuggestionCluster.state != ClusterState.SPLIT).group_by(SuggestionCluster.id)
    rows = session.execute(query.order_by(size.desc(), SuggestionCluster.id).limit(200)).all()
    return render_template("suggesting/clusters.html", rows=rows)


@blueprint.get("/desk/suggesting/clusters/<int:number>")
@allowed(Permission.FILING_READ)
def cluster(number: int) -> str:
    """One cluster: who says what in how many ways, and the steps that all can take."""
    session, user = storage.session(), current_user()
    found = visible_cluster(session, receiver_of(session, user).id, number)
    families = families_in(found.suggestions)
    known = {str(one.id): one for one in found.suggestions}
    told = {key for family in families for member in family.members for key in [member.key]}
    return render_template(
        "suggesting/cluster.html",
        cluster=found,
        families=[(family, [known[member.key] for member in family.members]) for family in families],
        alone=[one for one in found.suggestions if str(one.id) not in told],
        ways=_ways(found),
        state_of=state_of,
    )


@blueprint.post("/desk/suggesting/clusters/<int:number>/confirm")
@allowed(Permission.FILING_REGISTER)
def confirm(number: int) -> BaseResponse:
    """They say the same."""
    with storage.saving() as session:
        found = visible_cluster(session, receiver_of(session, current_user()).id, number)
        confirm_cluster(session, found, current_user(), request.form.get("summary", ""))
    flash(translate("confirmed"), "good")
    return redirect(url_for("suggesting.cluster", number=number), 303)


@blueprint.post("/desk/suggesting/clusters/<int:number>/split")
@allowed(Permission.FILING_REGISTER)
def split(number: int) -> BaseResponse:
    """They do not."""
    with storage.saving() as session:
        split_cluster(
            session, visible_cluster(session, receiver_of(session, current_user()).id, number), current_user()
        )
    flash(translate("parted"), "info")
    return redirect(url_for("suggesting.cluster_list"), 303)


@blueprint.post("/desk/suggesting/clusters/<int:number>/out/<int:suggestion_id>")
@allowed(Permission.FILING_REGISTER)
def leave(number: int, suggestion_id: int) -> BaseResponse:
    """One of them means something else."""
    with storage.saving() as session:
        found = visible_cluster(session, receiver_of(session, current_user()).id, number)
        for one in [one for one in found.suggestions if one.id == suggestion_id]:
            take_out(session, found, one, current_user())
    return redirect(url_for("suggesting.cluster", number=number), 303)


def _ways(cluster: SuggestionCluster) -> list[tuple[Way, int]]:
    """The steps open for any of them, with how many can take each."""
    session, user = storage.session(), current_user()
    counted: dict[str, tuple[Way, int]] = {}
    if cluster.state is ClusterState.SPLIT:
        return []
    for one in cluster.suggestions:
        for way in ways(session, one, user):
            counted[way.event] = (way, counted.get(way.event, (way, 0))[1] + 1)
    return list(counted.values())
