"""Template tags: what they write, and that they refuse what does not exist."""

from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from mentoring.ui import charts
from mentoring.ui import forms as widgets
from mentoring.ui.icons import icon_names, icon_svg
from mentoring.ui.messages import undoable


def render(text, **variables):
    return Template("{% load ui %}" + text).render(Context(variables))


def request_for(address):
    return RequestFactory().get(address)


@pytest.mark.parametrize(
    "text",
    [
        '{% icon "no-such-icon" %}',
        '{% icon "../lucide/lock" %}',
        '{% icon "lock" modifier="huge" %}',
        '{% notice "danger" %}x{% endnotice %}',
        '{% card "x" tone="red" %}x{% endcard %}',
        '{% status "ok" "Active" %}',
        '{% tag "x" tone="error" %}',
        '{% button "x" kind="big" %}',
        '{% button "x" size="huge" %}',
        '{% button "x" type="link" %}',
        '{% person "x" role="coordinator" %}',
        '{% avatar "x" size="tiny" %}',
        "{% steps items %}",
        "{% levels 3 0 %}",
        '{% meter -1 10 "x" %}',
        "{% chart items %}",
        "{% pagination page %}",
        '{% sort_link "name" "Name" %}',
    ],
)
def test_a_tag_refuses_what_does_not_exist(text):
    page = Paginator(range(3), 2).get_page(1)
    with pytest.raises(ValueError, match=r"Unknown|no icon|level is|meter shows|draws|request"):
        render(text, items=[{"label": "x", "state": "half"}], page=page)


def test_every_icon_is_shapes_alone():
    assert len(icon_names()) > 70
    for name in icon_names():
        svg = icon_svg(name)
        assert svg.startswith('<svg class="icon')
        assert 'aria-hidden="true"><' in svg
        assert not any(word in svg for word in ("script", "style", "href", "on="))


def test_an_icon_with_a_label_is_read_aloud_and_escaped():
    svg = icon_svg("lock", 'a "b" <c>')
    assert 'role="img" aria-label="a &quot;b&quot; &lt;c&gt;"' in svg


def test_names_are_escaped_and_kept_from_reordering():
    html = render("{% person name sub %}", name="<b>مريم</b>", sub="<i>")
    assert "<bdi>&lt;b&gt;مريم&lt;/b&gt;</bdi>" in html
    assert "<i>" not in html


def test_a_mentor_is_a_ring_and_a_mentee_is_filled():
    assert "avatar--mentor" in render('{% person "Daniel Okafor" role="mentor" %}')
    assert "avatar--mentor" not in render('{% person "Maren Holt" role="mentee" %}')


def test_pagination_keeps_the_rest_of_the_query():
    page = Paginator(range(200), 20).get_page(3)
    html = render(
        "{% pagination page %}", page=page, request=request_for("/?q=a+b&page=9&on=1&on=2")
    )
    assert 'href="?q=a+b&amp;page=4&amp;on=1&amp;on=2" rel="next"' in html
    assert 'href="?q=a+b&amp;page=2&amp;on=1&amp;on=2" rel="prev"' in html
    assert "41 – 60 of 200" in html


def test_one_page_has_no_links():
    page = Paginator(range(3), 20).get_page(1)
    html = render("{% pagination page %}", page=page, request=request_for("/"))
    assert "1 – 3 of 3" in html
    assert "<a" not in html


@pytest.mark.parametrize(
    ("address", "target", "direction"),
    [
        ("/?q=x&page=3", "?q=x&amp;sort=name", ""),
        ("/?sort=name", "?sort=-name", "ascending"),
        ("/?sort=-name", "?sort=name", "descending"),
        ("/?sort=met", "?sort=name", ""),
    ],
)
def test_a_heading_sorts_rising_then_falling_from_the_first_page(address, target, direction):
    html = render('{% sort_link "name" "Name" %}', request=request_for(address))
    assert f'href="{target}"' in html
    assert (f'aria-sort="{direction}"' in html) == bool(direction)


class Answers(forms.Form):
    name = forms.CharField(help_text="As on your badge.")
    note = forms.CharField(widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(choices=[("a", "A"), ("b", "B")])
    fit = forms.ChoiceField(
        choices=[("yes", "Yes"), ("no", "No")],
        widget=widgets.RadioSelect(hints={"no": "We call you."}),
    )
    scale = forms.ChoiceField(
        choices=[(n, n) for n in range(1, 6)], widget=widgets.ScaleInput(ends=("low", "high"))
    )
    agrees = forms.BooleanField(label="Yes, call me", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(widget=widgets.DateInput, required=False)


def test_hint_and_error_are_tied_to_their_field():
    html = render("{% field form.name %}", form=Answers({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'class="input"' in html
    assert 'for="id_name"' in html


def test_a_hint_given_on_the_page_is_tied_too():
    html = render('{% field form.note hint="Two lines." %}', form=Answers())
    assert 'aria-describedby="id_note_helptext"' in html
    assert "Two lines." in html


def test_choices_are_a_fieldset_with_a_legend():
    html = render("{% field form.fit %}", form=Answers({"fit": "x"}))
    assert "<fieldset" in html
    assert "<legend" in html
    assert "<small>We call you.</small>" in html
    assert 'aria-describedby="id_fit_error"' in html
    assert 'class="input"' not in html


def test_a_scale_names_its_ends_and_marks_the_answer():
    html = render("{% field form.scale %}", form=Answers({"scale": "4"}))
    assert html.count("scale__option") == 5
    assert "<span>low</span> <span>high</span>" in html
    assert html.count("checked") == 1


def test_a_checkbox_stands_before_its_words_and_a_hidden_field_alone():
    html = render("{% field form.agrees %}", form=Answers())
    assert html.index("<input") < html.index("Yes, call me")
    assert "fieldset" not in html
    assert render("{% field form.token %}", form=Answers()).startswith('<input type="hidden"')


def test_a_whole_form_has_the_look_and_counts_its_mistakes():
    html = str(Answers({}))
    assert html.count('class="field"') >= 6
    assert "4 answers need another look." in html
    assert "<select" in html
    assert html.count('type="hidden"') == 1


def test_a_day_is_written_as_browsers_read_it():
    html = render("{% field form.day %}", form=Answers({"day": "2026-07-16"}))
    assert 'type="date"' in html
    assert 'value="2026-07-16"' in html


def test_open_work_asks_again_and_finished_work_does_not():
    running = SimpleNamespace(status="running", error="")
    html = render('{% progress run "/run/" done=68 total=100 %}', run=running)
    assert 'hx-get="/run/"' in html
    assert 'value="68"' in html
    for status in ("done", "failed", "cancelled"):
        over = SimpleNamespace(status=status, error="The file has no rows.")
        assert "hx-get" not in render('{% progress run "/run/" %}', run=over)


def test_failed_work_says_why():
    failed = SimpleNamespace(status="failed", error="The file has <no> rows.")
    assert "The file has &lt;no&gt; rows." in render("{% progress run %}", run=failed)


def test_levels_show_the_way_from_start_to_now():
    html = render("{% levels -1 1 %}")
    assert html.count("levels__way") == 2
    assert html.count("levels__start") == 1
    assert html.count('aria-current="step"') == 1


def test_a_meter_never_runs_over_and_says_its_numbers():
    html = render('{% meter 12 10 "Mentors" %}')
    assert 'value="10" max="10"' in html
    assert "12 of 10" in html


def test_content_of_a_block_stays_html_and_its_heading_is_escaped():
    html = render("{% card title %}<p>{{ word }}</p>{% endcard %}", title="<A>", word="<b>")
    assert "&lt;A&gt;" in html
    assert "<p>&lt;b&gt;</p>" in html


def test_a_chart_says_in_a_table_what_it_draws():
    drawing = charts.stacked_bar("c", "Cadence", [("on time", 121, ""), ("late", 7, "error")])
    html = render("{% chart drawing %}", drawing=drawing)
    assert 'aria-labelledby="c-title c-desc"' in html
    assert "on time: 121; late: 7" in html
    assert "<table" in html


def test_undo_leads_to_this_site_only():
    for address in ("https://example.org/", "//example.org", "relative", "/a b"):
        with pytest.raises(ValueError, match="path of this site"):
            undoable(request_for("/"), "Done.", address)


def test_undo_is_a_form_and_not_a_link():
    message = SimpleNamespace(extra_tags="undo=/cases/7/undo/", level_tag="success")
    html = render(
        '{% include "components/toast.html" with text="Done" undo=message|undo_address %}',
        message=message,
    )
    assert '<form method="post" action="/cases/7/undo/">' in html
