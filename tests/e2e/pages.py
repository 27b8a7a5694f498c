"""Every page that somebody can look at, and the states in which ``shots`` takes its picture."""

from collections.abc import Callable
from dataclasses import dataclass, field

from tests.e2e import ending_scenes, module_scenes, profiles, questionnaires, writing_scenes
from tests.e2e.evidence_scenes import pages as evidence_pages
from tests.e2e.nominating_scenes import look_at_file
from tests.e2e.report_scenes import pages as report_pages
from tests.e2e.results_scenes import pages as results_pages

PASSWORD = "bridges-over-water"


@dataclass(frozen=True)
class State:
    """How a page is come by.

    ``who`` is one of ``scenes``' people (None: nobody is signed in), ``query`` follows the address.
    ``parts`` name other values of ``scenes`` for parts of the address. ``act`` is what somebody
    then does on the page. With ``is_down`` no worker has been heard of.
    """

    name: str = "filled"
    who: str | None = "coordinator"
    query: str = ""
    parts: dict = field(default_factory=dict)
    act: Callable | None = None
    is_down: bool = False


def press(name):
    """Press the button of this name."""
    return lambda page: page.get_by_role("button", name=name).first.click()


def send_empty(page):
    """Send the page's main form, its text fields emptied, past what the browser objects to."""
    forms = page.locator("main form[method=post]")
    main = forms.filter(has=page.locator(".button--primary"))
    form = (main if main.count() else forms).first
    form.evaluate(
        """form => {
            form.noValidate = true;
            const typed = "input[type=text], input[type=date], input[type=number], textarea";
            form.querySelectorAll(typed).forEach(input => { input.value = ""; });
        }"""
    )
    form.locator("button.button--primary, button").first.click()


def send_empty_to_operator(page):
    """The operator's pages have no part of ours that holds their form."""
    page.locator("#organization_form").evaluate("form => { form.noValidate = true; }")
    page.get_by_role("button", name="Save", exact=True).click()


def find_industry(page):
    page.locator("input[name=industry_search]").press_sequentially("flour")
    page.locator("#industry-list input").first.wait_for()


def enter_wrong_password(page):
    page.get_by_text("Use a password instead").click()
    page.locator("input[name=login]").fill("ines.calloway@aldergate.example")
    page.locator("input[name=password]").fill("not the password")
    page.get_by_role("button", name="Sign in").click()


def ask_for_code(page):
    page.locator("input[name=email]").first.fill("ines.calloway@aldergate.example")
    page.get_by_role("button", name="Mail me a code").click()
    page.wait_for_url("**/code/confirm/")


def enter_wrong_code(page):
    ask_for_code(page)
    page.get_by_label("Code").fill("ABC-DEF")
    page.get_by_role("button", name="Continue").click()


def sign_in_with_second_factor(page):
    page.get_by_text("Use a password instead").click()
    page.locator("input[name=login]").fill("tobias.rehn@aldergate.example")
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/2fa/authenticate/")


def ask_for_new_password(page):
    page.locator("input[name=email]").fill("ines.calloway@aldergate.example")
    page.locator("main button.button--primary").click()
    page.wait_for_url("**/password/reset/confirm/")


def open_quotas(page):
    page.get_by_text("Quotas of sponsors").first.click()


def ask_for_too_many(page):
    open_quotas(page)
    page.locator("input[name^=quota-][name$=mentee-least]").first.fill("2000")
    page.get_by_role("button", name="Start the run").click()
    page.get_by_text("at least 2000").wait_for()


def open_menu(page):
    page.get_by_role("button", name="Menu").or_(page.locator("summary").first).first.click()


def wait_for_progress(page):
    """The page asks for its numbers by itself."""
    page.get_by_role("progressbar").first.wait_for()


def pick_two(name):
    """Tick the first two rows and press what is to be done with them."""

    def act(page):
        for number in range(2):
            page.locator("input[name=ids]").nth(number).check()
        page.get_by_role("button", name=name).click()
        page.wait_for_load_state()

    return act


def open_filters(page):
    page.get_by_role("link", name="All filters").click()
    page.locator("#filter-form").wait_for()


EMPTY = {"organization": "quiet"}
STILL = {"organization": "still"}
DECIDING = {"program": "deciding", "number": "deciding_run"}
BARE = {"program": "bare"}
READINESS = {"program": "short"}
REHEARSAL = {"organization": "norrland", "program": "rehearsal"}
AUTUMN = {"program": "autumn"}
RISING = {"program": "rising"}
APPLY = {"token": "apply_token"}
STOP = {"kind": "stop_kind", "token": "stop_token"}

PAGES = {
    "home": [
        State("visitor", who=None),
        State("two-roles", who="everywhere"),
        State("known-nowhere", who="stranger"),
    ],
    "account_login": [
        State("blank", who=None),
        State("wrong-password", who=None, act=enter_wrong_password),
    ],
    "account_logout": [State()],
    "account_inactive": [State(who=None)],
    "account_signup": [State(who=None)],
    "account_reauthenticate": [State()],
    "account_email": [State()],
    "account_email_verification_sent": [State(who=None)],
    "account_change_password": [State(), State("errors", act=send_empty)],
    "account_set_password": [State(who="newcomer")],
    "account_reset_password": [State("blank", who=None), State("empty", who=None, act=send_empty)],
    "account_request_login_code": [
        State("blank", who=None),
        State("code", who=None, act=ask_for_code),
        State("wrong-code", who=None, act=enter_wrong_code),
    ],
    "account_confirm_password_reset_code": [
        State(
            "code", who=None, parts={"address": "account_reset_password"}, act=ask_for_new_password
        )
    ],
    "account_password_reset_completed": [State(who=None)],
    "mfa_index": [State("none"), State("protected", who="protected")],
    "mfa_authenticate": [
        State("code", who=None, parts={"address": "account_login"}, act=sign_in_with_second_factor)
    ],
    "mfa_reauthenticate": [State(who="protected")],
    "mfa_activate_totp": [State()],
    "mfa_deactivate_totp": [State(who="protected")],
    "mfa_view_recovery_codes": [State(who="protected")],
    "mfa_generate_recovery_codes": [State(who="protected")],
    "mfa_list_webauthn": [State("none"), State("one", who="hr")],
    "mfa_add_webauthn": [State()],
    "mfa_edit_webauthn": [State(who="hr", parts={"pk": "key"})],
    "mfa_remove_webauthn": [State(who="hr", parts={"pk": "key"})],
    "usersessions_list": [State()],
    "dashboard:home": [
        State(),
        State("empty", who="newcomer", parts=EMPTY),
        State("down", is_down=True),
        State("forbidden", who="hr"),
        State("menu", act=open_menu),
    ],
    "dashboard:search": [
        State(query="?q=ta"),
        State("nothing", query="?q=xyzzy"),
        State("near", query="?q=cifuenets"),
        State("blank"),
    ],
    "people:list": [
        State(),
        State("empty", who="newcomer", parts=EMPTY),
        State("nothing", query="?q=xyzzy"),
        State("narrowed", query="?side=mentor&standing=in&login=none&origin=paper"),
        State("filters", query="?side=mentor", act=lambda page: page.keyboard.press("f")),
        State("reminding", query="?standing=nominated", act=pick_two("Remind to answer…")),
    ],
    "people:job": [State(), State("errors", act=send_empty)],
    "people:notes": [State(), State("errors", act=send_empty)],
    "people:edit-note": [State(), State("errors", act=send_empty)],
    "people:trail": [State()],
    "companies:list": [
        State(),
        State("empty", who="newcomer", parts=EMPTY),
        State("nothing", query="?q=xyzzy"),
        State("narrowed", query="?group=none&sort=-people"),
        State("regrouping", act=pick_two("Put into a group…")),
    ],
    "organizations:create-company": [
        State("blank"),
        State("errors", act=send_empty),
        State("search", act=find_industry),
    ],
    "organizations:company": [
        State(),
        State("remove", act=press("Remove the company…")),
    ],
    "organizations:edit-company": [State()],
    "organizations:groups": [
        State(),
        State("errors", act=send_empty),
        State("empty", who="newcomer", parts=EMPTY),
    ],
    "apart:list": [
        State(),
        State("program", query="?of=bridge-winter"),
        State("empty", who="newcomer", parts=EMPTY),
        State("unknown", query="?company=xyzzy"),
    ],
    "companies:merge": [
        State("blank"),
        State("preview", parts={"company_id": "twin"}, query="?into=Alder+Twin+Works"),
        State("refused", parts={"company_id": "twin"}, query="?into=Alder+Twin"),
    ],
    "organizations:named": [State(), State("empty", who="newcomer", parts=EMPTY)],
    "organizations:waive": [State("blank"), State("errors", act=send_empty)],
    "staff:list": [
        State(who="administrator"),
        State("coordinator"),
        State("alone", who="alone", parts=EMPTY),
    ],
    "staff:settings": [
        State(who="administrator"),
        State("errors", who="administrator", act=send_empty),
    ],
    "staff:invite": [
        State("blank", who="administrator"),
        State("errors", who="administrator", act=send_empty),
    ],
    "staff:change": [State(who="administrator")],
    "staff:end": [
        State(who="administrator"),
        State(
            "last",
            who="alone",
            parts=EMPTY | {"membership_id": "last_role"},
            act=press("End the role"),
        ),
    ],
    "views:new": [State("blank"), State("errors", act=send_empty)],
    "views:change": [State(), State("colleague", parts={"view_id": "shared_view"})],
    "mail:choices": [State()],
    "stop-mail": [
        State("asks", who=None, parts=STOP),
        State("stopped", who=None, parts=STOP, act=press("Stop this mail")),
        State("unknown", who=None, parts=STOP | {"token": "no_token"}),
    ],
    "acting:choose": [State(who="two_companies", parts=STILL)],
    "invitation": [
        State("visitor", who=None),
        State("open", who="invited"),
        State("open-errors", who="invited", act=send_empty),
        State("other"),
        State("used", who=None, parts={"token": "used_token"}),
        State("taken-back", who=None, parts={"token": "taken_token"}),
        State("ran-out", who=None, parts={"token": "late_token"}),
        State("ended", who=None, parts={"token": "ended_token"}),
        State("unknown", who=None, parts={"token": "no_token"}),
    ],
    "operator:index": [State(who="operator")],
    "operator:organizations_organization_changelist": [State(who="operator")],
    "operator:organizations_organization_add": [
        State("blank", who="operator"),
        State("errors", who="operator", act=send_empty_to_operator),
    ],
    "operator:organizations_organization_change": [State(who="operator")],
    "operator:organizations_organization_history": [State(who="operator")],
    "operator:organizations_user_changelist": [State(who="operator")],
    "operator:organizations_user_change": [
        State(who="operator", parts={"object_id": "login_id"}),
    ],
    "operator:organizations_user_history": [
        State(who="operator", parts={"object_id": "login_id"}),
    ],
    "programs:list": [
        State(),
        State("empty", who="newcomer", parts=EMPTY),
        State("nothing", query="?q=xyzzy"),
        State("due", query="?due=now"),
    ],
    "programs:create": [State("blank"), State("errors", act=send_empty)],
    "programs:detail": [State(), State("set-up", parts=BARE), State("deciding", parts=DECIDING)],
    "programs:timetable": [State(), State("errors", act=send_empty)],
    "programs:settings": [State(), State("errors", act=send_empty)],
    "programs:clone": [State(), State("errors", act=send_empty)],
    "programs:agreement": [State(), State("errors", act=send_empty)],
    "programs:sponsors": [State(), State("empty", parts=BARE)],
    "participants:list": [
        State(),
        State("empty", parts=BARE),
        State("nothing", query="?text=xyzzy&q=xyzzy"),
        State("mentors", query="?side=mentor"),
        State("narrowed", query="?standing=in&profile=complete&language=en&origin=paper"),
        State("keys", act=press("Keys of this page")),
        State("filters", act=open_filters),
    ],
    "participants:filters": [State(), State("chosen", query="?side=mentor&match=none")],
    "participants:bulk": [
        State("plan"),
        State("done", parts={"act_id": "act_done"}),
        State("working", parts={"act_id": "act_working"}),
        State("taken-back", parts={"act_id": "act_undone"}),
    ],
    "participants:add": [
        State("mentee", parts={"side": "mentee"}),
        State("mentor", parts={"side": "mentor"}),
        State("errors", parts={"side": "mentee"}, act=send_empty),
    ],
    "participants:detail": [
        State(),
        State("mentor", parts={"participant_id": "mentor_id"}),
        State("photo", parts={"participant_id": "pictured_id"}),
    ],
    "participants:edit": [State()],
    "participants:imports": [
        State(),
        State("none", parts=BARE),
        State("errors", parts=BARE, act=send_empty),
    ],
    "participants:columns": [
        State("mentee", parts={"side": "mentee"}),
        State("mentor", parts={"side": "mentor"}),
    ],
    "participants:import": [
        State("problems", parts=AUTUMN | {"import_id": "problems"}),
        State("ready", parts=AUTUMN | {"import_id": "ready"}),
        State("unconfirmed", parts=AUTUMN | {"import_id": "ready"}, act=send_empty),
        State("queued", parts=AUTUMN | {"import_id": "queued"}),
        State("running", parts=AUTUMN | {"import_id": "running"}),
        State("failed", parts=AUTUMN | {"import_id": "failed"}),
        State("discarded", parts=AUTUMN | {"import_id": "discarded"}),
        State("applied"),
    ],
    "matching:home": [
        State(),
        State("empty", parts=BARE),
        State("ready", parts=DECIDING),
        State("quotas", parts=DECIDING, act=open_quotas),
        State("impossible-quota", parts=DECIDING, act=ask_for_too_many),
        State("at-work", who="signe", parts=REHEARSAL),
    ],
    "matching:run": [
        State("announced"),
        State("deciding", parts=DECIDING),
        State("nothing", parts=DECIDING, query="?q=xyzzy"),
        State("approve-sure", parts=DECIDING, act=press("sure…")),
        State("running", who="signe", parts=REHEARSAL | {"number": "running_run"}),
        State("waits", who="signe", parts=REHEARSAL | {"number": "running_run"}, is_down=True),
        State("failed", who="signe", parts=REHEARSAL | {"number": "failed_run"}),
        State("cancelled", who="signe", parts=REHEARSAL | {"number": "cancelled_run"}),
    ],
    "matching:match": [
        State("announced"),
        State("to-decide", parts=DECIDING | {"match_id": "open_match"}),
        State("approved", parts=DECIDING | {"match_id": "approved_match"}),
    ],
    "matching:runs": [State(), State("empty", parts=BARE), State("two", parts=DECIDING)],
    "matching:compare": [State(parts=DECIDING | {"other": "earlier_run"})],
    "matching:summary": [State("announced"), State("deciding", parts=DECIDING)],
    "matching:rulings": [
        State(parts=DECIDING),
        State("empty", parts=BARE),
        State("errors", parts=DECIDING, act=send_empty),
    ],
    "matching:shortlist": [
        State("open", parts=DECIDING),
        State("empty", parts=BARE),
        State("draft", parts=READINESS),
        State("closed"),
        State("at-work", who="signe", parts=REHEARSAL),
        State("worker-down", who="signe", parts=REHEARSAL, is_down=True),
        State("errors", parts=BARE, act=send_empty),
    ],
    "matching:tuning": [
        State(parts=DECIDING),
        State("empty", parts=BARE),
        State("floor", parts=DECIDING, query="?floor=5000&weight_needs=55"),
    ],
    "matching:place": [
        State("options", parts=DECIDING | {"participant_id": "open_mentee"}),
        State("why", parts=DECIDING | {"participant_id": "open_mentee"}, query="?why=a"),
        State("swap", parts=DECIDING | {"participant_id": "open_mentee"}, query="?act=swap&swap=a"),
    ],
    "matching:rules": [
        State(parts=DECIDING | {"participant_id": "open_mentee", "mentor_id": "open_mentor"}),
    ],
    "matching:readiness": [
        State("short", parts=READINESS),
        State("ready", parts=DECIDING),
        State("at-work", parts=BARE, act=wait_for_progress),
        State("worker-down", parts=BARE, act=wait_for_progress, is_down=True),
    ],
    "matching:nobody": [State(), State("deciding", parts=DECIDING)],
    "matching:announce": [State("ready", parts=DECIDING), State("done")],
    "partnerships:list": [
        State(),
        State("empty", parts=BARE),
        State("accepted", query="?show=accepted"),
        State("nothing", query="?q=xyzzy"),
        State("over", query="?show=over"),
    ],
    "partnerships:detail": [
        State("waiting"),
        State("preparing", parts={"partnership": "preparing"}),
        State("over", parts={"partnership": "over"}),
        State("ended", parts={"partnership": "ended"}),
    ],
    "partnerships:withdraw": [State()],
    "training:list": [State(), State("empty", parts=BARE)],
    "training:create": [
        State("blank"),
        State("briefing", query="?kind=briefing"),
        State("errors", act=send_empty),
    ],
    "training:detail": [
        State(),
        State("past", parts={"session_id": "past_session"}),
        State("cancelled", parts={"session_id": "cancelled_session"}),
        State("cancel", act=press("Cancel the session…")),
    ],
    "training:edit": [State()],
    "training:invite": [State(), State("nothing", query="?q=xyzzy")],
    "training:attendance": [
        State("early"),
        State(parts={"session_id": "past_session"}),
    ],
    "training:briefings": [State(), State("empty", parts=BARE)],
    "training:text": [
        State("managers", parts={"audience": "managers"}),
        State("contacts", parts={"audience": "contacts"}),
        State("observers", parts={"audience": "observers"}),
        State("errors", parts={"audience": "managers"}, act=send_empty),
    ],
    "portal-training:list": [
        State(who="mentee"),
        State("mentor", who="mentor"),
        State("under-way", who="learner"),
        State("finished", who="introduced"),
        State("empty", who="loner", parts=STILL),
    ],
    "company-briefings:list": [State(who="hr"), State("empty", who="quiet_hr", parts=STILL)],
    "briefing": [
        State(who=None, parts={"token": "briefing_token"}),
        State("errors", who=None, parts={"token": "briefing_token"}, act=send_empty),
        State("nothing", who=None, parts={"token": "no-such-token"}),
    ],
    "portal:home": [
        State("mentee-to-answer", who="mentee"),
        State("mentor-to-answer", who="mentor"),
        State("accepted", who="accepted"),
        State("preparing", who="preparing"),
        State("in-training", who="learner"),
        State("can-meet", who="introduced"),
        State("declined", who="declined"),
        State("waiting", who="unmatched"),
        State("no-program", who="loner", parts=STILL),
        State("to-rank", who="choosing"),
        State("ranked", who="chosen"),
    ],
    "portal:shortlist": [
        State("mentee", who="choosing", parts={"participant": "choosing"}),
        State("mentor", who="choosing-mentor", parts={"participant": "choosing_mentor"}),
        State("answered", who="chosen", parts={"participant": "chosen"}),
        State("errors", who="choosing", parts={"participant": "choosing"}, act=send_empty),
    ],
    "portal:match": [
        State("mentee-to-answer", who="mentee"),
        State("mentor-to-answer", who="mentor"),
        State("accepted", who="accepted", parts={"partnership": "half"}),
        State("preparing", who="preparing", parts={"partnership": "preparing"}),
        State("over", who="declined", parts={"partnership": "over"}),
        State("ended", who="left", parts={"partnership": "ended"}),
        State("not-theirs", who="preparing"),
    ],
    "portal:accept": [State(who="mentee")],
    "portal:decline": [State(who="mentee")],
    **profiles.pages(State, STILL),
    **module_scenes.pages(State, BARE, press, send_empty),
    **results_pages(State, BARE),
    **writing_scenes.pages(State),
    **ending_scenes.pages(State),
    **evidence_pages(State, STILL),
    "participants:own-competencies": [State(), State("empty", who="signe", parts=REHEARSAL)],
    "portal:year": [State(who="mentee"), State("no-program", who="loner", parts=STILL)],
    "portal:consent": [
        State("mentor", who="nominee"),
        State("errors", who="nominee", act=send_empty),
        State("mentee", who="nominated_mentee", parts={"participant": "nominated_mentee"}),
        State("agreed", who="newly_in", parts={"participant": "newly_in"}),
        State("too-late", who="too_late", parts={"participant": "too_late"}),
    ],
    "portal:decline-program": [State(who="nominee")],
    "portal:contact": [State(who="mentee"), State("nobody", who="loner", parts=STILL)],
    "portal:questionnaires:mine": [
        State("new", who="unopened"),
        State("begun", who="answering"),
        State("sent", who="answered"),
        State("closed", who="mentee"),
        State("none", who="loner", parts=STILL),
    ],
    "portal:questionnaires:section": [
        State("saved", who="answering", parts={"number": "3"}, act=questionnaires.answer_one),
        State("mistake", who="answering", parts={"number": "4"}, act=questionnaires.enter_nonsense),
        State("words", who="answering", parts={"number": "6"}),
        State(
            "mentor", who="answering_mentor", parts={"response": "ready_response", "number": "1"}
        ),
    ],
    "portal:questionnaires:review": [
        State("missing", who="answering"),
        State("ready", who="answering_mentor", parts={"response": "ready_response"}),
        State("sent", who="answered", parts={"response": "sent_response"}),
    ],
    "instruments:overview": [
        State("open", parts={"program": "deciding"}),
        State("close", parts={"program": "deciding"}, act=questionnaires.ask_to_close),
        *(State(name, query=f"?occasion={one}") for name, one in questionnaires.STATES.items()),
        State("not-begun", query="?occasion=baseline&state=unopened&side=mentor"),
        State("nobody", parts=BARE),
    ],
    "instruments:answers": [State(parts={"response": "winter_response"})],
    "instruments:questions": [
        State("mentees", parts={"side": "mentee"}),
        State("errors", parts={"side": "mentor"}, act=send_empty),
    ],
    "company:competitors": [
        State(who="hr"),
        State("errors", who="hr", act=send_empty),
        State("empty", who="quiet_hr", parts=STILL),
    ],
    **report_pages(State, BARE, STILL, send_empty),
    "company:nominations": [
        State(who="nominating_hr", parts=RISING),
        State("errors", who="nominating_hr", parts=RISING, act=send_empty),
        State("closed", who="hr"),
    ],
    "company:nominate-file": [
        State("blank", who="nominating_hr", parts=RISING),
        State("problems", who="nominating_hr", parts=RISING, act=look_at_file),
    ],
    "nominations:sponsors": [State(parts=RISING), State("empty", parts=BARE)],
    "nominations:people": [State(parts=RISING), State("empty", parts=BARE)],
    "nominations:settle": [State(parts=RISING), State("empty", parts=BARE)],
    "nominations:applications": [State(parts=RISING), State("empty", parts=BARE)],
    "nominations:invite": [
        State("blank", parts=RISING),
        State("errors", parts=RISING, act=send_empty),
        State("empty", parts=BARE),
    ],
    "apply": [
        State("open", who=None, parts=APPLY),
        State("errors", who=None, parts=APPLY, act=send_empty),
        State("sent", who=None, parts=APPLY, query="?sent"),
        State("closed", who=None, parts={"token": "no_token"}),
    ],
    "company:people": [State(who="hr"), State("empty", who="quiet_hr", parts=STILL)],
    "ui:gallery": [State(who=None)],
    "ui:surface": [
        State(name, who=None, parts={"surface": name})
        for name in ("dashboard", "portal", "company", "account", "public")
    ],
    "ui:error": [
        State(number, who=None, parts={"status": number}) for number in ("400", "403", "404", "500")
    ],
    "ui:mailbox": [State(who=None), State("nobody", who=None, query="?to=nobody@nowhere.example")],
    "ui:mail": [State(who=None), State("code", who=None, parts={"name": "code_mail"})],
    "ui:mail_html": [State(who=None)],
}
