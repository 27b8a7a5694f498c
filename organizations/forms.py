"""Forms about companies: what coordinators type, checked field by field."""

from datetime import timedelta

from django import forms
from django.db import IntegrityError
from django.db.models import Value
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentoring import clock
from mentoring.ui.forms import DateInput, RadioSelect
from organizations import aliases, queries, services, typed
from organizations.industries import industry, nearest, registry, search, split_codes
from organizations.names import clean_name

MOST_CODES = 30
FEW = 8


class CompanyForm(forms.Form):
    """A company and the facts that decide whom its people may meet.

    ``industries`` are ticked codes; ``industry_search`` is what stands in the search box, taken as
    codes when it has digits only, so that the form works without scripts.
    """

    name = forms.CharField(label=gettext_lazy("Name"), max_length=160)
    industries = forms.MultipleChoiceField(required=False)
    industry_search = forms.CharField(
        label=gettext_lazy("Find an industry"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Words such as “bakery”, or NAICS 2022 codes such as 311811; 5221."),
    )
    corporate_group = forms.CharField(
        label=gettext_lazy("Corporate group"),
        required=False,
        max_length=160,
        widget=forms.TextInput(attrs={"list": "corporate-groups", "autocomplete": "off"}),
        help_text=gettext_lazy("People of one group never meet. Choose a known one or type a new."),
    )
    competitors = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
    )
    competitor_search = forms.CharField(
        label=gettext_lazy("Find a competitor"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("Type a part of the name. The rule holds both ways."),
    )
    # What was declared when the form was shown: left ticked, it is not declared anew.
    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, company=None, **kwargs):
        self.company = company
        self.declared, self.declared_by = queries.declarations_of(company)
        if company is not None:
            kwargs.setdefault("initial", self._known())
        super().__init__(*args, **kwargs)
        self.fields["industries"].choices = [(code, code) for code in registry()]
        self.fields["competitors"].queryset = queries.other_companies(company)

    def _known(self):
        group = self.company.corporate_group
        return {
            "name": self.company.name,
            "industries": [row.code for row in self.company.industries.all()],
            "corporate_group": group.name if group else "",
            "competitors": self.declared,
            "shown": " ".join(str(pk) for pk in self.declared),
        }

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Enter the company's name."))
        same = queries.other_companies(self.company).annotate(lowered=Lower("name"))
        if same.filter(lowered=Lower(Value(name))).exists():
            raise forms.ValidationError(_("There is a company with this name already."))
        aliases.refuse_taken(name, but=self.company)
        return name

    def clean_corporate_group(self):
        return clean_name(self.cleaned_data["corporate_group"])

    def clean_competitors(self):
        competitors = self.cleaned_data["competitors"]
        if self.company is not None:
            typed.refuse_drop(self.company, competitors)
        return competitors

    def clean_industry_search(self):
        """Codes that were typed; words are a search, not an answer."""
        typed = split_codes(self.cleaned_data["industry_search"])
        if not typed or not all(any(letter.isdigit() for letter in part) for part in typed):
            return []
        unknown = [part for part in typed if part not in registry()]
        if unknown:
            raise forms.ValidationError([unknown_code(part) for part in unknown])
        return typed

    def clean(self):
        ticked = self.cleaned_data.get("industries", [])
        codes = list(dict.fromkeys(ticked + self.cleaned_data.get("industry_search", [])))
        if len(codes) > MOST_CODES:
            message = _("Choose at most %(most)s industries.") % {"most": MOST_CODES}
            self.add_error("industry_search", message)
        searched = self.data.get("industry_search", "").strip()
        if searched and not codes and "industry_search" not in self.errors:
            self.add_error(
                "industry_search", _("Tick an industry of the list, or empty this field.")
            )
        self.cleaned_data["industries"] = codes
        return self.cleaned_data

    def facts(self):
        """Arguments of ``services.save_company``."""
        return {
            "name": self.cleaned_data["name"],
            "industries": self.cleaned_data["industries"],
            "group_name": self.cleaned_data["corporate_group"],
            "competitors": self.cleaned_data["competitors"],
            "as_shown": set(self.cleaned_data["shown"].split()),
        }

    def save(self, *, by):
        """The saved company, or None and the form says why."""
        for _attempt in range(2):
            if not self.is_valid():
                return None
            try:
                return services.save_company(company=self.company, by=by, **self.facts())
            except (IntegrityError, forms.ValidationError):
                # Somebody took the name or made the group a moment ago: look again.
                self.full_clean()
        self.add_error(None, _("Somebody changed companies at the same moment. Save again."))
        return None

    def industry_options(self):
        """What the list of industries shows now."""
        return industry_options(*self._shown("industries", "industry_search"))

    def competitor_options(self):
        """What the list of competitors shows now."""
        shown = self._shown("competitors", "competitor_search")
        return competitor_options(self.company, *shown)

    def _shown(self, ticked, searched):
        if self.is_bound:
            return self.data.getlist(ticked), self.data.get(searched, "")
        return self.initial.get(ticked, []), self.initial.get(searched, "")

    @classmethod
    def looking(cls, data, company):
        """The form as somebody left it to look something up: kept, and not judged yet."""
        lists = ("industries", "competitors")
        kept = {name: data.get(name, "") for name in cls.base_fields if name not in lists}
        return cls(company=company, initial=kept | {name: data.getlist(name) for name in lists})

    def search_at(self, **addresses):
        """Let the search boxes ask there while somebody types."""
        for name, url in addresses.items():
            attrs = {
                "hx-get": url,
                "hx-trigger": "input changed delay:250ms",
                "hx-target": f"#{name.removesuffix('_search')}-list",
                "hx-include": f"#{name.removesuffix('_search')}-list",
                "hx-swap": "outerHTML",
            }
            self.fields[name].widget.attrs.update(attrs)


class NamedForm(forms.Form):
    """What a name that HR typed means: a company chosen or typed, none, or not decided again."""

    act = forms.ChoiceField(choices=[(act, act) for act in ("link", "unknown", "reopen", "keep")])
    company = forms.ModelChoiceField(queryset=None, required=False)
    called = forms.CharField(max_length=160, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["company"].queryset = queries.other_companies()


class GroupForm(forms.Form):
    """A new group of companies."""

    LONGEST = 160

    name = forms.CharField(label=gettext_lazy("Name of a new group"), max_length=LONGEST)
    kind = forms.ChoiceField(
        label=gettext_lazy("What its companies are to each other"),
        choices=[
            ("competitors", gettext_lazy("competitors")),
            ("corporate", gettext_lazy("companies of one owner")),
        ],
        widget=RadioSelect,
        initial="competitors",
    )

    def clean_name(self):
        return clean_name(self.cleaned_data["name"])


class WaiverForm(forms.Form):
    """Why two companies of one industry may meet, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why may they meet?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Coordinators read this, nobody else."),
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=DateInput,
        help_text=gettext_lazy("Empty means for good."),
    )

    def __init__(self, *args, **kwargs):
        a_year_on = clock.today() + timedelta(days=365)
        kwargs.setdefault("initial", {"expires_on": a_year_on})
        super().__init__(*args, **kwargs)


def unknown_code(code):
    """What is wrong with a code that the classification does not have, and the nearest one."""
    close = nearest(code)
    if close is None:
        return _("%(code)s is no NAICS 2022 code.") % {"code": code}
    return _("%(code)s is no NAICS 2022 code. The nearest is %(close)s.") % {
        "code": code,
        "close": close.label,
    }


def industry_options(codes, text):
    """``{"chosen": [Industry], "found": [Industry], "text"}`` of ticked codes and a search."""
    chosen = [industry(code) for code in dict.fromkeys(codes) if code in registry()]
    found = [hit for hit in search(text) or _nearest_to(text) if hit not in chosen]
    return {"chosen": chosen, "found": found, "text": text.strip()}


def _nearest_to(text):
    typed = split_codes(text)
    close = nearest(typed[0]) if len(typed) == 1 else None
    return [close] if close else []


def competitor_options(company, ids, text):
    """``{"chosen": [Company], "found": [Company], "text"}`` of ticked companies and a search."""
    chosen, found = queries.competitor_choices(company, ids, text)
    if not text.strip() and len(found) > FEW:
        found = []  # so many are found by typing a part of the name
    return {"chosen": chosen, "found": found, "text": text.strip()}
