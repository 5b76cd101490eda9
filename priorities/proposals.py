"""An officer answers a proposed delivery gap: it becomes a gap, or is dismissed with a reason."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from core.documents.actions import create
from core.documents.contents import Contents, Shape
from priorities.models import DeliveryGap, Plan, ProposalAnswer


class AlreadyAnswered(Exception):
    """Somebody answered it first. Nothing was saved."""

    def __init__(self, answer: ProposalAnswer) -> None:
        super().__init__(str(answer))
        self.answer = answer


@transaction.atomic
def confirm_proposal(
    plan: Plan,
    *,
    rule: str,
    about: models.Model,
    facts: str,
    contents: Contents,
    shape: Shape,
    by: Any,
) -> DeliveryGap:
    """Make it a delivery gap that says `contents`. Raises AlreadyAnswered, and Refused as `create` does."""
    _lock(plan, rule, about, facts)
    gap = create(DeliveryGap(plan=plan), contents, shape=shape, by=by)
    ProposalAnswer.objects.create(
        plan=plan,
        rule=rule,
        about=about,
        facts=facts,
        answer=ProposalAnswer.Answer.CONFIRMED,
        gap=gap,
        answered_by=by,
    )
    return gap


@transaction.atomic
def dismiss_proposal(
    plan: Plan, *, rule: str, about: models.Model, facts: str, reason: str, by: Any
) -> ProposalAnswer:
    """Keep it away until its facts change. Raises AlreadyAnswered."""
    _lock(plan, rule, about, facts)
    return ProposalAnswer.objects.create(
        plan=plan,
        rule=rule,
        about=about,
        facts=facts,
        answer=ProposalAnswer.Answer.DISMISSED,
        reason=reason,
        answered_by=by,
    )


def _lock(plan: Plan, rule: str, about: models.Model, facts: str) -> None:
    """Two officers answer one after the other: the second is told of the first."""
    Plan.with_archived.select_for_update().get(pk=plan.pk)
    before = plan.proposal_answers.filter(
        rule=rule,
        content_type=ContentType.objects.get_for_model(about),
        object_id=about.pk,
        facts=facts,
    )
    for answer in before.select_related("gap", "answered_by"):
        if answer.holds:
            raise AlreadyAnswered(answer)
