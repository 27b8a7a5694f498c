"""The organization's own words for its letters: for administrators."""

from django import forms
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from notifications import catalog, composing, texts
from notifications.models import LetterText
from organizations.access import organization_view
from organizations.names import UNREADABLE
from organizations.roles import Role

HEADED = (texts.TEST, "digest")  # not about one thing


class WordsForm(forms.Form):
    """Subject, greeting and closing; what is empty is as shipped."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Empty: as it ships."),
    )
    opening = forms.CharField(
        label=gettext_lazy("Greeting"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Before what the mail is about. An empty line begins a paragraph."),
    )
    closing = forms.CharField(
        label=gettext_lazy("Closing"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The last words, below the button."),
    )
    newest = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean(self):
        words = super().clean()
        for part in texts.PARTS:
            text = words.get(part, "")
            wrong = texts.fault_of(self.kind, text)
            if UNREADABLE.search(text):
                wrong = _("There is a character in it that nobody can see.")
            if wrong:
                self.add_error(part, wrong)
        return words


@require_safe
@organization_view(Role.ADMINISTRATOR)
def letters(request):
    """Every kind, with whether it has words of its own."""
    worded = {row.kind: row for row in texts.newest_of_each()}
    rows = [
        {"kind": kind, "about": about, "words": worded.get(kind)}
        for kind, about in catalog.kinds_for(*catalog.Audience).items()
        if kind not in HEADED
    ]
    return render(request, "notifications/letters.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@organization_view(Role.ADMINISTRATOR)
def letter(request, kind):
    """One kind: its words, how they read, and its versions."""
    if not catalog.is_described(kind) or kind in HEADED:
        raise Http404
    versions = texts.versions_of(kind)
    if request.method == "POST":
        return _act(request, kind, versions)
    return _page(request, kind, versions, WordsForm(kind=kind, initial=_initial(versions)))


def _initial(versions):
    newest = versions[0] if versions else LetterText(number=0)
    return {part: getattr(newest, part) for part in texts.PARTS} | {"newest": newest.number}


def _act(request, kind, versions):
    act = request.POST.get("act", "")
    if act == "test" and versions:
        texts.send_test(versions[0], by=request.membership)
        messages.success(request, _("The mail is on its way to you."))
        return redirect(request.path)
    data = request.POST
    if act == "shipped":
        data = {"newest": request.POST.get("newest", "")}
    form = WordsForm(data, kind=kind)
    if not form.is_valid() or act == "preview":
        return _page(request, kind, versions, form, 400 if form.errors else 200)
    try:
        texts.save(kind, by=request.membership, **form.cleaned_data)
    except texts.Stale:
        form.add_error(None, _("Somebody else has saved other words meanwhile; yours stand here."))
        form.data = form.data.copy()
        form.data["newest"] = str(versions[0].number if versions else 0)
        return _page(request, kind, versions, form, 409)
    messages.success(request, _("Saved. From now on this kind of mail reads so."))
    return redirect(request.path)


def _page(request, kind, versions, form, status=200):
    words = LetterText(kind=kind, **_words_of(form))
    sample = texts.sample(kind, words, request.organization)
    page = {
        "about": catalog.kind_of(kind),
        "form": form,
        "sample": sample,
        "plain": composing.bodies(sample, request.organization)[1],
        "versions": versions,
        "has_words": texts.current(kind) is not None,
        "placeholders": [f"{{{name}}}" for name in texts.placeholders_of(kind)],
    }
    return render(request, "notifications/letter.html", page, status=status)


def _words_of(form):
    """What the form holds, as far as it can be shown."""
    shown = form.cleaned_data if form.is_bound and form.is_valid() else form.initial
    return {part: shown.get(part, "") for part in texts.PARTS}
