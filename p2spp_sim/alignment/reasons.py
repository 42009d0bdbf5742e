"""Why offices say that a proposal was refused, in the reasons of the rule books."""

from collections.abc import Iterable
from functools import cache

from p2spp_sim.base.files import read_data
from p2spp_sim.model.rulebook import Reason
from p2spp_sim.tables.list_words import words_of


def reason_of(text: str) -> Reason | None:
    """Understand what an office writes beside a refusal; None where no list of words knows it."""
    words = folded(text)
    for reason in Reason:
        if reason and words in (folded(reason.key), folded(reason.text)):
            return reason
    phrases = _reason_words()
    return next((reason for phrase, reason in phrases if has_phrase(words, [phrase])), None)


def has_phrase(words: str, phrases: Iterable[str]) -> bool:
    """Tell whether one of some phrases stands in folded words, whole."""
    return any(f" {phrase} " in f" {words} " for phrase in phrases)


def folded(text: str) -> str:
    """Give the words of a text in small letters, one space apart."""
    return " ".join(words_of(text))


@cache
def _reason_words() -> list[tuple[str, Reason]]:
    """Give the phrases that mean a reason, the longest first."""
    table = read_data(dict[str, frozenset[str]], "datasets", "reason_words.toml")
    phrases = {folded(text): Reason[key.upper()] for key, texts in table.items() for text in texts}
    return sorted(phrases.items(), key=lambda entry: (-len(entry[0]), entry[0]))
