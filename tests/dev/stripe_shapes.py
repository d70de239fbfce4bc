"""Whether an answer has the shape Stripe's has: the one the official library's classes are annotated with."""

import types
import typing
from decimal import Decimal
from typing import Any, ForwardRef, Literal, Union

import stripe
import typing_extensions
from stripe._list_object import ListObject
from stripe._stripe_object import StripeObject, UntypedStripeObject

CHOICES = (Literal, typing_extensions.Literal)
UNIONS = (Union, types.UnionType)


def complaints(value: Any, kind: Any, path: str = "") -> list[str]:
    """Every place where the answer is not what the class says: a key too many, one too few, another type."""
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.ClassVar or kind is Any:
        return []
    if origin in UNIONS:
        return of_several(value, inside, path)
    if origin in CHOICES:
        return [] if value in inside else [f"{path}: {value!r} is none of {inside[:5]}"]
    if isinstance(kind, str | ForwardRef):
        words = kind if isinstance(kind, str) else kind.__forward_arg__
        return complaints(value, getattr(stripe, words, Any), path)
    if origin is UntypedStripeObject:
        return [] if isinstance(value, dict) else [f"{path}: {value!r} is no object"]
    if origin is ListObject:
        return [] if value is None else complaints(value.get("data"), list[inside[0]], f"{path}.data")  # type: ignore[valid-type]
    if origin in (list, dict):
        if not isinstance(value, origin):
            return [f"{path}: {value!r} is no {origin.__name__}"]
        each = value if origin is list else value.values()
        return [said for one in each for said in complaints(one, inside[-1], f"{path}[]")]
    if isinstance(kind, type) and issubclass(kind, StripeObject):
        return of_object(value, kind, path)
    return [] if plain(value, kind) else [f"{path}: {value!r} is no {kind}"]


def plain(value: Any, kind: Any) -> bool:
    if kind is Decimal:
        return isinstance(value, str) and bool(Decimal(value) or True)
    return type(value) in ((int, float) if kind is float else (kind,))


def of_several(value: Any, kinds: tuple[Any, ...], path: str) -> list[str]:
    """It must fit one of them. `str` beside a list of choices stands for choices to come: there are none here."""
    if value is None:
        return [] if type(None) in kinds else [f"{path}: null"]
    listed = any(typing.get_origin(each) in CHOICES for each in kinds)
    tried = [complaints(value, each, path) for each in kinds if each is not type(None) and not (listed and each is str)]
    return min(tried, key=len)


def of_object(value: Any, kind: type[StripeObject], path: str) -> list[str]:
    if not isinstance(value, dict):
        return [f"{path}: {value!r} is no object"]
    known = hints(kind)
    said = [f"{path}.{key}: the library knows no such key" for key in value if key not in known]
    for key, each in known.items():
        if key in value:
            said += complaints(value[key], each, f"{path}.{key}")
        elif typing.get_origin(each) is not typing.ClassVar and not may_be_none(each):
            said.append(f"{path}.{key}: missing")
    return said


def may_be_none(kind: Any) -> bool:
    return type(None) in typing.get_args(kind)


def hints(kind: type[StripeObject]) -> dict[str, Any]:
    """The annotations of a class and of those it stands on."""
    found: dict[str, Any] = {}
    for each in reversed(kind.__mro__):
        if issubclass(each, StripeObject) and each is not StripeObject:
            found |= each.__annotations__
    return found
