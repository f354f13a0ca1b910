"""Choices of which some gather others (an act its narrower acts, a place what lies in it), as a tree."""

from collections.abc import Mapping

from django.utils.safestring import SafeString, mark_safe

from archive.views.options import Option, item_of

Under = Mapping[str, set[str]]  # by the key of a choice, the keys of all that it gathers


def items_of_the_tree(options: list[Option], under: Under) -> SafeString:
    """``options`` as items of a list, those that another one gathers in a list within its item."""
    return mark_safe("".join(branch.item() for branch in _branches(options, under)))  # noqa: S308 (escaped, each)


class _Branch:
    """One choice, and those that it gathers and none below it does."""

    def __init__(self, option: Option):
        self.option = option
        self.branches: list[_Branch] = []

    def item(self) -> str:
        within = "".join(branch.item() for branch in self.branches)
        return item_of(self.option, f"<ul>{within}</ul>" if within else "")


def _branches(options: list[Option], under: Under) -> list[_Branch]:
    branches = {option.key: _Branch(option) for option in options}
    gathering = [key for key in branches if key in under]
    roots: list[_Branch] = []
    for key, branch in branches.items():
        wider = [other for other in gathering if key in under[other]]
        nearest = min(wider, key=lambda other: len(under[other]), default=None)
        (branches[nearest].branches if nearest else roots).append(branch)
    return roots
