"""What the pages of a pair show."""

from django.http import Http404
from django.urls import reverse

from mentoring import clock
from partnerships.desk import PairDesk
from partnerships.writing import queries, services, sharing
from partnerships.writing.forms import WritingForm
from partnerships.writing.services import CannotWrite


class Desk(PairDesk):
    """One request to one kind's pages of a partnership."""

    folder = "writing"

    def typed(self, form, *, seen=False):
        """What the services take of a valid form."""
        said = {"text": form.cleaned_data["text"], "by": self.request.membership}
        if seen:
            return {**said, "seen": form.cleaned_data["seen"]}
        return {**said, "item_id": form.cleaned_data["item"]}

    def new_form(self):
        """An empty form, or one with what was typed and not saved."""
        if self.pair.is_closed:
            return None
        kept = queries.typed_new(
            self.surface.model, self.pair, self.surface.kind, self.person_id, self.keys
        )
        if kept is None:
            return WritingForm(surface=self.surface)
        form = WritingForm(surface=self.surface, text=kept.text, item_id=kept.row.item_id)
        form.kept = kept
        return form

    def own(self, item_id):
        """The person's own item, or 404."""
        return queries.own_item_or_404(
            self.surface.model, self.pair, item_id, self.person_id, self.keys
        )

    def item(self, item_id):
        """Anything of this kind that the person may read, or 404."""
        return queries.item_or_404(
            self.surface.model, self.pair, item_id, self.person_id, self.keys
        )

    def still_shared(self):
        """When all is closed: what the person has shared of this kind and not taken back."""
        rows = sharing.shared_in(self.pair.partnership)
        return list(rows.filter(shared_by=self.person_id, kind=self.surface.kind))

    def show_board(self, form, status=200):
        number = self.request.GET.get("page")
        items = queries.page_of(self.surface.model, self.pair, self.person_id, number, self.keys)
        page = {"form": form, "items": items}
        if self.pair.is_closed:
            page["still_shared"] = self.still_shared()
        return self.show("board", status, **page)

    def show_change(self, item, form, status=200):
        kept = queries.typed_change(item, self.surface.kind, self.person_id, self.keys)
        if form is None:
            text = kept.text if kept else item.text
            row = item.row
            form = WritingForm(
                surface=self.surface, text=text or "", item_id=row.pk, revision=row.revision
            )
            form.kept = kept
        return self.show("change", status, item=item, form=form)

    def show_refused_change(self, item_id, form, refusal):
        """What was typed, beside what stands there now; saving again puts it in its place."""
        if refusal.rule == "not_yours":
            raise Http404
        try:
            item = self.own(item_id)
        except Http404:
            # Removed: what was typed becomes the beginning of a new one.
            again = WritingForm(surface=self.surface, text=form.cleaned_data["text"])
            again.refusal = refusal.message
            return self.show_board(again, status=409)
        again = WritingForm(
            surface=self.surface,
            text=form.cleaned_data["text"],
            item_id=item_id,
            revision=item.row.revision,
        )
        again.refusal = refusal.message
        return self.show("change", 409, item=item, form=again, is_stale=True)

    def discard(self, *, is_new, item_id=None):
        """Forget what was typed, and show the page as it stands."""
        services.discard_draft(
            self.pair.partnership,
            self.surface.kind,
            by=self.request.membership,
            item_id=item_id,
            is_new=is_new,
        )
        return self.to_board()

    def show(self, template, status=200, **page):
        facts = {
            "longest": services.LONGEST[self.surface.kind],
            "keep_url": reverse(f"{self.surface.page}-draft", args=self.place),
        }
        return super().show(template, status, **facts, **page)


def kept(pair, surface, text, **facts):
    """What became of something typed: when it was kept, or what stands against it."""
    try:
        services.keep_draft(pair.partnership, surface.kind, text, **facts)
    except CannotWrite as refusal:
        return {"refusal": refusal.message}
    return {"at": clock.now() if text.strip() else None}
