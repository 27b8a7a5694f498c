"""How numbers become cells: their words are made here, once, for all formats."""

from decimal import Decimal

from reports.content import HIDDEN, Cell, Kind


def count(number: int) -> Cell:
    """An exact number of people or things."""
    return _exact(Kind.COUNT, number, grouped(number))


def span(low: int, high: int) -> Cell:
    """A range of counts, so that neither “none” nor “all” can be read."""
    if low == high:
        return count(low)
    text = f"{grouped(low)} – {grouped(high)}"
    return Cell(Kind.COUNT, text, str(low), str(high))


def mean(value: Decimal) -> Cell:
    """A mean; whoever calls has rounded it to tenths or finer, as far as its people allow."""
    return _exact(Kind.MEAN, value, _decimal(value))


def change(value: Decimal) -> Cell:
    """The difference of two means, with its sign."""
    return _exact(Kind.CHANGE, value, _signed(value))


def changes(low: Decimal, high: Decimal) -> Cell:
    """Between which differences one lies."""
    return Cell(Kind.CHANGE, f"{_signed(low)} – {_signed(high)}", str(low), str(high))


def _signed(value):
    sign = "−" if value < 0 else "+" if value > 0 else ""
    return f"{sign}{_decimal(abs(value))}"


def _decimal(value):
    return f"{value:.{max(1, -value.as_tuple().exponent)}f}"


def percent(value: int) -> Cell:
    """A share of a whole, in whole percents."""
    return _exact(Kind.PERCENT, value, f"{value} %")


def percents(low: int, high: int) -> Cell:
    """Between which whole percents a share lies."""
    return Cell(Kind.PERCENT, f"{low} – {high} %", str(low), str(high))


def money(amount: Decimal, currency: str) -> Cell:
    """An amount in its currency."""
    text = f"{grouped(amount.quantize(Decimal('0.01')))} {currency}"
    return Cell(Kind.MONEY, text, f"{amount:.2f}", f"{amount:.2f}", currency)


def words(text: str) -> Cell:
    return Cell(Kind.WORDS, text)


def hidden() -> Cell:
    """Not shown; looks the same whatever the reason."""
    return Cell(Kind.HIDDEN, HIDDEN)


def nobody(text: str) -> Cell:
    """Zero because there is nobody; ``text`` says so in the reader's language."""
    return Cell(Kind.NOBODY, text)


def grouped(number) -> str:
    """Thousands apart by a space that does not break; nothing for fewer than five digits."""
    whole = f"{number:,}".replace(",", "\u00a0")
    return whole if abs(number) >= 10_000 else whole.replace("\u00a0", "")


def _exact(kind, number, text) -> Cell:
    return Cell(kind, text, str(number), str(number))
