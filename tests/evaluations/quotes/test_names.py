"""Names are found in words of any script, and nothing of the words is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluations.quotes.names import COMPANY, PERSON, Piece, known_names, pieces
from organizations.models import CompanyAlias
from tests.factories.organizations import CompanyFactory, PersonFactory

KNOWN = {
    PERSON: ["Anna", "Li", "O’Neill", "Петрова", "王", "金", "José", "van der Berg", "محمد"],
    COMPANY: ["Northwind Holdings Ltd.", "Acme", "Müller & Söhne GmbH"],
}


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("Anna helped me.", ["Anna"]),
        ("ANNA’s way of listening", ["ANNA"]),
        ("I like lists, and Li likes them too", ["Li"]),
        ("with O’Neill and Jose\u0301", ["O’Neill", "José"]),
        ("Спасибо, Петрова!", ["Петрова"]),
        ("感謝王先生的幫助", ["王"]),
        ("شكرا محمد", ["محمد"]),
        ("van der  Berg said so", ["van der  Berg"]),
        ("at Northwind we dare more", ["Northwind"]),
        ("from acme to Müller & Söhne", ["acme", "Müller & Söhne"]),
        ("Banana and Annabel", []),
        ("", []),
    ],
)
def test_names_are_marked_where_they_stand_alone(words, marked):
    assert [piece.text for piece in pieces(words, KNOWN) if piece.kind] == marked


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80), st.lists(st.text(max_size=6), max_size=6))
def test_pieces_are_the_whole_passage(words, names):
    found = pieces(words, {PERSON: names, COMPANY: names})
    again = pieces("".join(piece.text for piece in found), {PERSON: [], COMPANY: []})
    assert "".join(piece.text for piece in again) == "".join(piece.text for piece in found)
    assert len("".join(piece.text for piece in found)) <= 2 * len(words) + 1


@pytest.mark.django_db
def test_people_companies_and_their_other_names_are_known(organization, django_assert_num_queries):
    PersonFactory(given_name="Zoë", family_name="Quill")
    company = CompanyFactory(name="Harbor Freight Lines Inc")
    CompanyAlias.objects.create(company=company, name="HFL")
    passage = "Zoë of HFL, once Harbor Freight Lines, said 100%_ \\ yes"
    with django_assert_num_queries(2):
        known = known_names([passage])
    assert [piece for piece in pieces(passage, known) if piece.kind] == [
        Piece("Zoë", PERSON),
        Piece("HFL", COMPANY),
        Piece("Harbor Freight Lines", COMPANY),
    ]
