"""Sentences of any script, and of what people paste, send by mistake or to do harm."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.meaning import sentences as module
from matching.meaning.reading import read
from matching.meaning.sentences import LONGEST_SENTENCE, MOST_SENTENCES, sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I lead a team. Who can help?", ("I lead a team.", "Who can help?")),
        ("Ich habe z. B. am 3. Mai begonnen. Dann kam mehr.",
         ("Ich habe z. B. am 3. Mai begonnen.", "Dann kam mehr.")),
        ("We met Dr. Weber, e.g. in Ulm. It went well!",
         ("We met Dr. Weber, e.g. in Ulm.", "It went well!")),
        ("¿Cómo se aprende? Quiero saberlo.", ("¿Cómo se aprende?", "Quiero saberlo.")),
        ("私は十人の部下を持っています。毎晩とても遅くまで働いています。",
         ("私は十人の部下を持っています。", "毎晩とても遅くまで働いています。")),
        ("أريد أن أتعلم القيادة. كيف أبدأ اليوم؟ لا أعرف الطريق.",
         ("أريد أن أتعلم القيادة.", "كيف أبدأ اليوم؟", "لا أعرف الطريق.")),
        ("मैं एक टीम का नेतृत्व करता हूँ। मुझे मदद चाहिए आज।",
         ("मैं एक टीम का नेतृत्व करता हूँ।", "मुझे मदद चाहिए आज।")),
        ("first line without a mark\nsecond line without a mark",
         ("first line without a mark", "second line without a mark")),
        ("It was hard. Really. But it worked.", ("It was hard. Really.", "But it worked.")),
    ],
)  # fmt: skip
def test_marks_of_each_script_end_a_sentence(text, expected):
    assert sentences(text) == expected


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "😀" * 500, "!!! ??? ...", "12 345", "\x00\x01", "\u202e\u2066", "a"]
)
def test_what_has_no_words_has_no_sentences(text):
    assert sentences(text) == ()
    assert not read([text])[0].is_told


def test_invisible_characters_go_and_joiners_stay():
    assert sentences("I want \u202eto learn\x00 more\ufeff.") == ("I want  to learn  more .",)
    assert sentences("می\u200cخواهم رهبری را یاد بگیرم.") == ("می\u200cخواهم رهبری را یاد بگیرم.",)


def test_text_without_any_mark_is_cut_between_words():
    found = sentences("word " * 200)

    assert all(len(one) <= LONGEST_SENTENCE for one in found)
    assert " ".join(found).split() == ["word"] * 200


def test_a_single_endless_word_is_cut():
    found = sentences("ß" * 1000)

    assert [len(one) for one in found] == [300, 300, 300, 100]


@pytest.mark.parametrize(
    "text",
    [
        "x" * 100_000,
        "I want to lead. " * 7_000,
        "." * 100_000,
        "a." * 50_000,
        "\n" * 100_000,
        "e\u0301" * 50_000,
        "\u05d0\u202b.\u0627 " * 20_000,
        "👨\u200d👩\u200d👧 " * 15_000,
    ],
    ids=["letters", "sentences", "dots", "abbreviations", "lines", "accents", "both ways", "emoji"],
)
def test_a_hundred_thousand_characters_are_read_in_a_moment(text):
    began = time.process_time()
    found = sentences(text)

    assert time.process_time() - began < 0.5
    assert len(found) <= MOST_SENTENCES


@given(st.text(max_size=600))
def test_any_text_gives_few_short_sentences_of_words(text):
    found = sentences(text)

    assert len(found) <= MOST_SENTENCES
    assert all(0 < len(one) <= LONGEST_SENTENCE for one in found)
    assert all(one == one.strip() and "\n" not in one and one.isprintable() or "\u200c" in one
               or "\u200d" in one for one in found)  # fmt: skip


def test_hostile_texts_are_read_to_numbers():
    texts = ["\ud800 broken half", "שלום world مرحبا 你好 мир", "🙂 I want more 🙂", "z" * 100_000]

    for one in read(texts):
        assert one.is_told
        assert -127 <= one.whole.min() <= one.whole.max() <= 127
        assert one.whole.any()


def test_limits_are_those_of_the_profile():
    assert module.LONGEST_TEXT == 4000
