"""Asks the database's own index of words for the entries that answer a question."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection

from safercornwall.search.question import SearchQuestion

# In both: notes on the reading last; first what is called exactly so, then themes that have all the words in their title, then
# other titles, the shortest first, then themes, then by how well it fits.
ON_SQLITE = """
WITH found AS (
    SELECT entry.id, kind, object_id, plan_id, bm25(search_words, 10, 1, 5, 0.5) AS badness,
           lower(heading) = lower(%s) AS is_exact,
           CASE WHEN entry.id IN (SELECT rowid FROM search_words WHERE search_words MATCH %s)
                THEN length(entry.title) END AS length_of_title
      FROM search_words JOIN search_searchentry entry ON entry.id = search_words.rowid
     WHERE search_words MATCH %s
       AND entry.kind IN (SELECT value FROM json_each(%s))
       AND (entry.plan_id IS NULL OR entry.plan_id IN (SELECT value FROM json_each(%s)))
)
SELECT id, kind, object_id, plan_id FROM found
 ORDER BY kind = 'priorities.readingnote', NOT is_exact, length_of_title IS NULL, kind <> 'priorities.theme',
          length_of_title, badness, id
"""
ON_POSTGRESQL = """
WITH found AS (
    SELECT id, kind, object_id, plan_id, -ts_rank(words, %s::tsquery) AS badness,
           lower(heading) = lower(%s) AS is_exact,
           CASE WHEN words @@ %s::tsquery THEN length(title) END AS length_of_title
      FROM search_searchentry
     WHERE words @@ %s::tsquery
       AND kind = ANY(%s)
       AND (plan_id IS NULL OR plan_id = ANY(%s::bigint[]))
)
SELECT id, kind, object_id, plan_id FROM found
 ORDER BY kind = 'priorities.readingnote', NOT is_exact, length_of_title IS NULL, kind <> 'priorities.theme',
          length_of_title, badness, id
"""


@dataclass(frozen=True)
class Hit:
    """An entry that answers, by its number."""

    entry: int
    kind: str


def find(question: SearchQuestion, *, plans: Collection[int], kinds: Collection[str]) -> list[Hit]:
    """Each record once, the best first: of these kinds, and of these plans or of none. One query.

    Of a record that several plans have, as the one that comes first in `plans` says it.
    """
    if not question:
        return []
    order = {plan: number for number, plan in enumerate(plans)}
    best: dict[tuple[str, int], tuple[int, Hit]] = {}
    for entry, kind, record, plan in _rows(question, list(plans), list(kinds)):
        found = order.get(plan, 0), Hit(entry, kind)
        if (kind, record) not in best or found[0] < best[kind, record][0]:
            best[kind, record] = found
    return [hit for _, hit in best.values()]


def _rows(question: SearchQuestion, plans: list[int], kinds: list[str]) -> list[Any]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked, in_title = question.as_tsquery(), question.as_tsquery(in_title=True)
            cursor.execute(ON_POSTGRESQL, [asked, question.text, in_title, asked, kinds, plans])
        else:
            asked, in_title = question.as_fts5(), question.as_fts5(in_title=True)
            facts = [question.text, in_title, asked, json.dumps(kinds), json.dumps(plans)]
            cursor.execute(ON_SQLITE, facts)
        return cursor.fetchall()
