"""The official library's `…Params` classes, made strict: what Stripe does not know of is refused."""

import sys
import typing
from functools import cache, reduce
from operator import or_
from typing import Any, ForwardRef, Literal, Union

import typing_extensions
from pydantic import ConfigDict, TypeAdapter
from stripe._request_options import RequestOptions
from stripe._stripe_object import UntypedStripeObject

CHOICES = (Literal, typing_extensions.Literal)
MARKS = (typing_extensions.NotRequired, typing_extensions.Required)


@cache
def strict(params: type) -> TypeAdapter[dict[str, Any]]:
    """Checks form fields against one of `stripe.params`' classes, nested ones included."""
    return TypeAdapter(closed(params))


@cache
def closed(params: type) -> Any:
    """The same fields as a class that takes no others. What only the library reads (its options) is left out."""
    names = vars(sys.modules[params.__module__])
    fields = {
        name: translated(kind, names)
        for name, kind in params.__annotations__.items()
        if name not in RequestOptions.__annotations__
    }
    made: Any = typing_extensions.TypedDict
    same = made(params.__name__, fields)
    same.__pydantic_config__ = ConfigDict(extra="forbid")
    return same


def translated(kind: Any, names: dict[str, Any]) -> Any:
    """An annotation with every name looked up, every class closed, and every list of choices held to its choices."""
    if isinstance(kind, str | ForwardRef):
        words = kind if isinstance(kind, str) else kind.__forward_arg__
        return translated(eval(words, dict(names)), names)
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in CHOICES:
        return kind
    if origin in MARKS:
        return origin[translated(inside[0], names)]
    if origin is UntypedStripeObject:
        return dict[str, translated(inside[0], names)]  # type: ignore[misc]
    if origin in (Union, type(int | str)):
        return one_of([translated(each, names) for each in inside])
    if origin in (list, dict):
        return origin[tuple(translated(each, names) for each in inside)]
    return closed(kind) if typing_extensions.is_typeddict(kind) else kind


def one_of(kinds: list[Any]) -> Any:
    """The library adds `str` to every list of choices, for those to come; Stripe knows only those there are."""
    listed = any(typing.get_origin(each) in CHOICES and any(typing.get_args(each)) for each in kinds)
    return reduce(or_, [each for each in kinds if not (listed and each is str)])
