"""The demo's stories are read beforehand, so that its first start does not wait for them."""

import numpy as np
import pytest

from demo import stories
from matching.meaning import reading, stored
from matching.meaning.models import StoryMeaning
from mentoring import semantic
from participants.models import Participant
from tests.factories.participants import ParticipantFactory
from tests.factories.programs import ProgramFactory


def test_every_story_of_the_samples_is_known_to_the_reader_of_now():
    with np.load(stories.KNOWN) as kept:
        assert kept["version"] == reading.version()
        sources = set(kept["sources"].tolist())

    assert {stored.fingerprint(text) for text in stories.sample_stories()} == sources


def test_a_known_story_is_kept_as_it_would_be_read(organization):
    program = ProgramFactory()
    text = min(stories.sample_stories(), key=len)
    ParticipantFactory(program=program, story=text)
    ParticipantFactory(program=program, story="Nobody has read this one.")

    stories.keep_known(program)

    row = StoryMeaning.objects.get()
    assert np.frombuffer(row.whole, np.int8) == pytest.approx(reading.read([text])[0].whole, abs=2)
    assert [left.story for left in stored.unread()] == ["Nobody has read this one."]


def test_without_the_extra_nothing_is_kept(organization, monkeypatch):
    program = ProgramFactory()
    ParticipantFactory(program=program, story=min(stories.sample_stories(), key=len))
    monkeypatch.setattr(semantic, "is_available", lambda: False)

    stories.keep_known(program)

    assert Participant.objects.exists()
    assert not StoryMeaning.objects.exists()
