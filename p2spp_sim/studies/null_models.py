"""Null models: a rule book whose forums rank by chance or by size alone, with all else in it as it was."""

import msgspec

from p2spp_sim.model.rulebook import Criterion, RuleBook

NULL_MODELS = {
    "lottery": Criterion("draw", 1.0),
    "biggest": Criterion("cost", 1.0),
    "smallest": Criterion("cost", -1.0),
}


def null_model(book: RuleBook, name: str) -> RuleBook:
    """Let every forum of a rule book rank what passed its gates without looking at what is proposed.

    Gates, amendments, pots, ceilings and routes stay; criteria, and with them every advantage, the imprecision of those
    who score and the balance between kecamatan go. On the same draws (`run_year(..., book=...)`) the same proposals lie
    before it.

    Parameters
    ----------
    name : one of `NULL_MODELS`: lottery (at random), biggest or smallest (first, by the rupiah asked).
    """
    forums = tuple(
        msgspec.structs.replace(forum, criteria=(NULL_MODELS[name],), noise=None, balance=None)
        for forum in book.forum
    )
    return msgspec.structs.replace(book, forum=forums)
