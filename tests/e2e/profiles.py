"""The states in which pages of one's own profile are pictured."""

SECTIONS = ("topics", "story", "ways", "meetings", "work", "limits")


def write_years_in_words(page):
    page.get_by_role("textbox", name="Years of experience").fill("plenty")
    page.get_by_role("button", name="Save and continue").click()


def states(state):
    """Every section of both sides, what is found, what is empty and what is wrong."""

    def of(name, who, section, **more):
        return state(name, who=who, parts={"participant": f"own_{who}", "section": section}, **more)

    return [
        *(of(key, "mentee", key) for key in SECTIONS),
        *(of(f"mentor-{key}", "mentor", key) for key in SECTIONS),
        of("found", "mentee", "topics", query="?find=conflict"),
        of("own-words", "mentee", "topics", query="?find=Milling"),
        of("empty", "unmatched", "topics"),
        of("another-clock", "mentee", "meetings", query="?in=Singapore"),
        of("errors", "mentee", "work", act=write_years_in_words),
    ]
