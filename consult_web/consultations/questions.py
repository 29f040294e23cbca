"""Focus questions: how many chose what."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from consult_web.consultations.comments_models import Answer, Comment
from consult_web.consultations.drafts_models import Consultation, Question, QuestionOption
from consult_web.consultations.round_bounds import of_round
from consult_web.consultations.terms import CommentState

__all__ = ["QuestionResult", "question_results"]


class QuestionResult(NamedTuple):
    """A question, for each option how many chose it, and how many answered the question at all (the denominator)."""

    question: Question
    counts: dict[int, int]
    answered: int


def question_results(session: Session, consultation: Consultation, number: int = 0) -> list[QuestionResult]:
    """Counts of all questions of ``consultation`` (of the round ``number`` alone where it is given) from comments that stand,
    in two queries."""
    of = and_(Question.consultation_id == consultation.id, of_round(consultation, number))
    standing = Comment.state == CommentState.RECEIVED
    by_option = (
        select(Answer.option_id, func.count())
        .join(Comment, Comment.id == Answer.comment_id)
        .join(QuestionOption, QuestionOption.id == Answer.option_id)
        .join(Question, Question.id == QuestionOption.question_id)
        .where(of, standing)
        .group_by(Answer.option_id)
    )
    by_question = (
        select(QuestionOption.question_id, func.count(func.distinct(Answer.comment_id)))
        .join(Comment, Comment.id == Answer.comment_id)
        .join(QuestionOption, QuestionOption.id == Answer.option_id)
        .join(Question, Question.id == QuestionOption.question_id)
        .where(of, standing)
        .group_by(QuestionOption.question_id)
    )
    counts = dict(session.execute(by_option).all())
    answered = dict(session.execute(by_question).all())
    return [
        QuestionResult(
            question, {option.id: counts.get(option.id, 0) for option in question.options}, answered.get(question.id, 0)
        )
        for question in consultation.questions
    ]
