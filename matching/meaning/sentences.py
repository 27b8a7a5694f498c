"""A text of any script → its sentences, whatever somebody pasted into the field."""

import re
import unicodedata

LONGEST_TEXT = 4000  # characters that are read; the profile takes no more
LONGEST_SENTENCE = 300
MOST_SENTENCES = 12
SHORT = 12  # shorter ones say little alone and join the one before
FEWEST_LETTERS = 2

# Marks that end a sentence: with a space after them, by themselves, or a new line.
_ENDS = re.compile(
    r"[.!?…؟۔।॥።։]+[\"'”’»“)\]]*(?=\s)"
    r"|[。！？｡]+[」』”）]*"
    r"|\n+"
)
_ABBREVIATIONS = {"dr", "mr", "mrs", "ms", "prof", "st", "nr", "bzw", "ca", "sr", "sra"}
# Joiners shape letters of some scripts; all other invisible characters go.
_JOINERS = "\u200c\u200d"


def sentences(text):
    """The first sentences of a text, clean and short enough to read; none if it has no words."""
    found = []
    for piece in filter(None, _pieces(_clean(text))):
        if found and len(piece) < SHORT and len(found[-1]) + len(piece) < LONGEST_SENTENCE:
            found[-1] = f"{found[-1]} {piece}"
        elif _has_words(piece):
            found.extend(_cut(piece))
        if len(found) > MOST_SENTENCES:
            break
    return tuple(found[:MOST_SENTENCES])


def _clean(text):
    text = unicodedata.normalize("NFC", text[:LONGEST_TEXT]).replace("\r", "\n")
    kept = (char if char in _JOINERS or not _is_hidden(char) else " " for char in text)
    return "".join(char if char == "\n" or not char.isspace() else " " for char in kept)


def _is_hidden(char):
    """Controls, directions, halves of characters, and what no script has."""
    return char != "\n" and unicodedata.category(char)[0] == "C"


def _pieces(text):
    start = 0
    for end in _ENDS.finditer(text):
        if _is_inside(text, end):
            continue
        yield text[start : end.end()].strip()
        start = end.end()
    yield text[start:].strip()


def _is_inside(text, end):
    """Whether this full stop stands in an abbreviation or after a number: "z. B.", "3. May"."""
    if end.group() != ".":
        return False
    after = text[end.end() :].lstrip(" ")[:1]
    if after.islower():
        return True
    before = re.search(r"\w*$", text[max(0, end.start() - 20) : end.start()]).group()
    return len(before) == 1 or before.isdigit() or before.casefold() in _ABBREVIATIONS


def _has_words(piece):
    return sum(unicodedata.category(char)[0] == "L" for char in piece) >= FEWEST_LETTERS


def _cut(piece):
    while len(piece) > LONGEST_SENTENCE:
        space = piece.rfind(" ", LONGEST_SENTENCE // 2, LONGEST_SENTENCE)
        end = space if space > 0 else LONGEST_SENTENCE
        yield piece[:end].strip()
        piece = piece[end:].strip()
    if _has_words(piece):
        yield piece
