"""What the processes of the concurrency tests do, each with its own connection.

Imported by fresh processes: nothing here needs Django.
"""

import contextlib
import time
from typing import NamedTuple

import psycopg2

ENTER = """
SELECT set_config('app.organization', %s, true), set_config('app.user', %s, true),
  set_config('app.actor', 'coordinator', true)"""
FREE_PLACE = """
SELECT number FROM participants_mentorplace s WHERE participant_id = %s AND NOT EXISTS (
  SELECT FROM partnerships_partnership p WHERE p.mentor_id = s.participant_id AND p.place = s.number
     AND p.status IN ('proposed', 'preparing', 'active', 'paused', 'closing'))
ORDER BY number LIMIT 1"""
ANNOUNCE = """
INSERT INTO partnerships_partnership (organization_id, id, program_id, mentor_id, mentee_id,
  mentor_person_id, mentee_person_id, mentor_employment_id, mentee_employment_id,
  mentor_company_id, mentee_company_id, status, place, announced_at, answer_by,
  days_paused, days_extended)
SELECT a.organization_id, gen_random_uuid(), a.program_id, a.id, b.id, a.person_id, b.person_id,
  x.id, y.id, x.company_id, y.company_id, 'proposed', %s, now(), now() + interval '7 days', 0, 0
FROM participants_participant a, participants_participant b, organizations_employment x,
  organizations_employment y
WHERE a.id = %s AND b.id = %s AND x.person_id = a.person_id AND y.person_id = b.person_id
RETURNING id"""
DECLARE = """
INSERT INTO organizations_competitordeclaration (organization_id, id, company_id, competitor_id,
  declared_at) VALUES (%s, gen_random_uuid(), %s, %s, now())"""
ANSWER = "UPDATE partnerships_partnership SET {} WHERE id = %s"
MOVES = {
    "announce": ANNOUNCE,
    "accept": ANSWER.format("mentor_accepted_at = now()"),
    "prepare": ANSWER.format("mentee_accepted_at = now(), status = 'preparing'"),
    "declare": DECLARE,
    "group": "UPDATE organizations_company SET corporate_group_id = %s WHERE id = %s",
    "industry": """
INSERT INTO organizations_companyindustry (organization_id, id, company_id, code)
VALUES (%s, gen_random_uuid(), %s, %s)""",
}
# The sides of a duel, and which of them writes first; free is whoever comes first.
MATCH, FACT, FREE = 0, 1, 2
WRITTEN, DONE, PID = 0, 2, 4


def announce_by_sql(dsn, organization, attempts, barrier):
    """All look for a free place at the same moment, then all write: the worst that can happen."""
    connection = psycopg2.connect(dsn)
    cursor = connection.cursor()
    for mentor, mentee in attempts:
        cursor.execute(ENTER, (organization, ""))
        cursor.execute(FREE_PLACE, (mentor,))
        place = cursor.fetchone()
        barrier.wait()
        if place is None:
            connection.rollback()
            continue
        try:
            cursor.execute(ANNOUNCE, (place[0], mentor, mentee))
            connection.commit()
        except psycopg2.IntegrityError:
            connection.rollback()
    connection.close()


class Act(NamedTuple):
    """One attempt: a move of ``MOVES``, and the rows it is about."""

    name: str
    first: int
    rows: tuple
    user: str = ""


class Refused(Exception):
    """The rule about competitors stood against a match."""


class Steered:
    """One side of a duel, held after its write until the other side has done its worst.

    ``board`` is what the two tell each other, the turn that each has written and done and the
    process of its connection, and the news that it changed. Whether the other waits for a lock is
    asked of the database.
    """

    def __init__(self, dsn, board, side, pid):
        self.board, self.changed = board
        self.side, self.other, self.pid = side, 1 - side, pid
        self.board[PID + side] = pid
        self.observer = psycopg2.connect(dsn)
        self.observer.autocommit = True
        self.turn = 0

    def begin(self, first):
        """Wait until it is this side's turn to write."""
        self.turn += 1
        if first == self.other:
            self._until(lambda: self._other(WRITTEN) or self._other(DONE))

    def written(self, first):
        """Wait, with the write uncommitted, as long as the other side can still act on it."""
        self._tell(WRITTEN)
        if first != FREE and self.side == MATCH:
            self._until(lambda: self._other(DONE) or self._other_waits())
        elif first == FACT:
            self._until(lambda: self._other(WRITTEN) or self._other(DONE) or self._other_waits())

    def done(self):
        self._tell(DONE)

    def _tell(self, what):
        with self.changed:
            self.board[what + self.side] = self.turn
            self.changed.notify()

    def _other(self, what):
        return self.board[what + self.other] >= self.turn

    def _other_waits(self):
        with self.observer.cursor() as cursor:
            cursor.execute(
                "SELECT %s = ANY (pg_blocking_pids(%s))", (self.pid, self.board[PID + self.other])
            )
            return cursor.fetchone()[0]

    def _until(self, condition):
        end = time.monotonic() + 30
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("the other side neither waits nor ends")
            with self.changed:
                self.changed.wait(0.005)


def compete_by_sql(dsn, organization, acts, side, board, barrier):
    """Do the acts of one side, each at the same moment as all other processes do theirs."""
    connection = psycopg2.connect(dsn)
    steered = Steered(dsn, board, side, connection.get_backend_pid())

    def attempt(act):
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(ENTER, (organization, act.user))
                cursor.execute(MOVES[act.name], act.rows)
                steered.written(act.first)
        except psycopg2.errors.CheckViolation as error:
            if error.diag.constraint_name != "partnership_noncompeting":
                raise
            raise Refused from error

    compete(acts, attempt, steered, barrier)
    connection.close()


def compete(acts, attempt, steered, barrier):
    """``attempt(act)`` for each, together with everybody; one who fails ends it for all."""
    try:
        for act in acts:
            barrier.wait()
            steered.begin(act.first)
            with contextlib.suppress(Refused):
                attempt(act)
            steered.done()
    except BaseException:
        barrier.abort()
        raise
