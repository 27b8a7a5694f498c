"""What an address asks of a list."""

from django.db.models import Q
from django.http import QueryDict

from mentoring.ui.listing import Filter, Listing, selects_of

FILTERS = (
    Filter("side", "Side", {"mentee": "Mentee", "mentor": "Mentor"}, lambda value: Q(side=value)),
    Filter("level", "Level", {"1": "One"}, lambda value: Q(level=value)),
)


def listing(address):
    return Listing(QueryDict(address), FILTERS, {"name": ("name",), "age": ("age",)}, sort="name")


def test_an_address_is_read_and_written_again():
    one = listing("side=mentor&q=++Zo%C3%AB+%00x&sort=-age&size=100&page=3&view=abc")

    assert (one.chosen, one.text, one.sort, one.size) == ({"side": "mentor"}, "Zoë x", "-age", 100)
    assert one.ordering == (("age",), True)
    assert one.lost == []
    assert listing(one.asked).values() == one.values()
    assert one.condition() == Q(side="mentor")
    assert one.condition(but=("side",)) == Q()


def test_what_means_nothing_is_left_out_and_said():
    one = listing("side=alien&level=1&sort=shoe&size=7&utm=x")

    assert one.chosen == {"level": "1"}
    assert (one.sort, one.size) == ("name", 50)
    assert one.lost == ["Side", "utm", "Order", "Rows a page"]


def test_a_chip_leads_to_the_list_without_it():
    one = listing("side=mentor&level=1&q=Ana&sort=age")

    assert [(chip.label, chip.url) for chip in one.chips] == [
        ("Side: Mentor", "?level=1&q=Ana&sort=age"),
        ("Level: One", "?side=mentor&q=Ana&sort=age"),
        ("Search: Ana", "?side=mentor&level=1&sort=age"),
    ]
    assert one.without_filters == "?sort=age&view="
    assert listing("side=mentor").without_filters == "?view="


def test_a_long_text_is_cut_and_a_strange_page_is_the_last():
    one = listing("q=" + "x" * 5000 + "&page=999999999999999999999")

    assert len(one.text) == 100
    assert one.page_of(range(120), 120).number == 3


def test_filters_after_the_second_are_folded_and_counted():
    filters = [Filter(name, name.upper(), {"x": "X"}, Q) for name in ("a", "b", "c", "d")]
    asked = Listing(QueryDict("a=x&d=x"), filters, {"name": ()}, sort="name")

    selects = selects_of(asked, but=("a",))

    assert [one.name for one, _options in selects.shown] == ["b", "c"]
    assert [(one.name, options[0].is_chosen) for one, options in selects.folded] == [("d", True)]
    assert selects.in_use == 1
