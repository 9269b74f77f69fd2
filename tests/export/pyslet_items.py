"""QTI items run by pyslet, an implementation by others of QTI 1.2 and 2.1."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from pyslet.qtiv1 import xml as qti1
    from pyslet.qtiv2 import variables
    from pyslet.qtiv2 import xml as qti2
    from pyslet.xml import structures

if TYPE_CHECKING:
    from typing import Any

    Item = Any


def _get_or_add_child(self: Item, wanted: type) -> Item:
    """pyslet's own, but for `next`, which it spells as Python 2 does."""
    return next(self.find_children_depth_first(wanted, max_depth=1), None) or self.add_child(wanted)


structures.Element.get_or_add_child = _get_or_add_child


def item21(content: bytes) -> Item:
    """An item of QTI 2.1, read strictly: pyslet refuses elements where they do not belong."""
    document = qti2.QTIDocument()
    document.read(src=io.BytesIO(content))
    return document.root


def items12(content: bytes) -> list[Item]:
    """The items of a QTI 1.2 file, turned into QTI 2 by pyslet, as Canvas does with an ancestor of it."""
    document = qti1.QTIDocument()
    document.read(src=io.BytesIO(content))
    return [migrated.root for migrated, _, _ in document.root.migrate_to_v2()]


def session(item: Item, **responses: str | list[str] | None) -> Item:
    """The state of an item after one attempt with these responses."""
    item.render_html = lambda state, parent=None: None  # it is not shown: pyslet cannot draw MathML
    state = variables.ItemSessionState(item)
    state.begin_session()
    state.begin_attempt()
    for name, response in responses.items():
        if response is not None:
            state[name] = _value(state[name], response)
    state.end_attempt()
    return state


def _value(variable: Item, response: str | list[str]) -> Item:
    if isinstance(response, str):
        return variables.SingleValue.new_value(variable.baseType, response)
    single = [variables.SingleValue.new_value(variable.baseType, part).value for part in response]
    container = variables.Container.new_value(variable.cardinality(), variable.baseType)
    container.set_value(single)
    return container
