"""When a change asks for a sweep, and when many changes do not."""

from mentoring.jobs.tasks import sweep, unhurried, wake


def test_many_changes_in_a_row_leave_the_sweep_to_the_next_tick(
    organization, monkeypatch, django_capture_on_commit_callbacks
):
    queued = []
    monkeypatch.setattr(sweep, "apply_async", lambda *args, **kwargs: queued.append(kwargs))

    with django_capture_on_commit_callbacks(execute=True):
        wake()
        with unhurried():
            wake()
            wake()

    assert len(queued) == 1
