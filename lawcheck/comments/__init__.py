"""Comments on a draft: points, the clauses they are about, families, stance, wordings, re-anchoring, digest."""

from lawcheck.comments.analysing import Settle, analyse, find_duplicates
from lawcheck.comments.citing import Place, find_places, find_stated
from lawcheck.comments.clause_digests import families_of_points
from lawcheck.comments.draft import Clause, Draft, open_draft
from lawcheck.comments.families import find_families
from lawcheck.comments.mapping import fit_threshold, map_point, map_points
from lawcheck.comments.masking import Personal, find_personal, mask_file_name, mask_personal
from lawcheck.comments.model import (
    NEW_CLAUSE,
    WHOLE_DRAFT,
    Anchor,
    Bucket,
    Candidate,
    ChangeKind,
    ClauseDigest,
    Comment,
    Digest,
    Family,
    Ledger,
    Mapping,
    Member,
    Point,
    Reanchored,
    Reason,
    ReasonKind,
    Relation,
    Stance,
    StanceReading,
    Theme,
    Unusable,
    Verdict,
    Wording,
    WordingKind,
    WordingRow,
)
from lawcheck.comments.naming import mask_name
from lawcheck.comments.parts import Jobs
from lawcheck.comments.points import split_points
from lawcheck.comments.reading import CommentInput, read_comment_input, read_comments
from lawcheck.comments.reading_columns import TableColumns, parse_columns
from lawcheck.comments.reanchoring import anchor_at, reanchor
from lawcheck.comments.stance import read_stance
from lawcheck.comments.themes import find_themes
from lawcheck.comments.withholding import why_withheld
from lawcheck.comments.wordings import merge_wordings, parse_wordings

__all__ = [
    "NEW_CLAUSE",
    "WHOLE_DRAFT",
    "Anchor",
    "Bucket",
    "Candidate",
    "ChangeKind",
    "Clause",
    "ClauseDigest",
    "Comment",
    "CommentInput",
    "Digest",
    "Draft",
    "Family",
    "Jobs",
    "Ledger",
    "Mapping",
    "Member",
    "Personal",
    "Place",
    "Point",
    "Reanchored",
    "Reason",
    "ReasonKind",
    "Relation",
    "Settle",
    "Stance",
    "StanceReading",
    "TableColumns",
    "Theme",
    "Unusable",
    "Verdict",
    "Wording",
    "WordingKind",
    "WordingRow",
    "analyse",
    "anchor_at",
    "families_of_points",
    "find_duplicates",
    "find_families",
    "find_personal",
    "find_places",
    "find_stated",
    "find_themes",
    "fit_threshold",
    "map_point",
    "map_points",
    "mask_file_name",
    "mask_name",
    "mask_personal",
    "merge_wordings",
    "open_draft",
    "parse_columns",
    "parse_wordings",
    "read_comment_input",
    "read_comments",
    "read_stance",
    "reanchor",
    "split_points",
    "why_withheld",
]
