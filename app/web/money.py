"""Amounts as Stripe has them, in the words of a language."""

from babel.numbers import format_currency, get_currency_precision


def money(amount: int, currency: str, locale: str) -> str:
    """`amount`: in the currency's smallest unit: cents, or yen."""
    return format_currency(amount / 10 ** get_currency_precision(currency.upper()), currency.upper(), locale=locale)
