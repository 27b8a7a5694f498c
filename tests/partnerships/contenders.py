"""What the processes of the concurrency tests do, each with its own connection.

Imported by fresh processes: nothing here needs Django.
"""

import psycopg2

ENTER = "SELECT set_config('app.organization', %s, true), set_config('app.user', %s, true)"
FREE_PLACE = """
SELECT number FROM participants_mentorplace s WHERE participant_id = %s AND NOT EXISTS (
  SELECT FROM partnerships_partnership p WHERE p.mentor_id = s.participant_id AND p.place = s.number
     AND p.status IN ('proposed', 'preparing', 'active', 'paused', 'closing'))
ORDER BY number LIMIT 1"""
ANNOUNCE = """
INSERT INTO partnerships_partnership (organization_id, id, program_id, mentor_id, mentee_id,
  mentor_person_id, mentee_person_id, mentor_employment_id, mentee_employment_id,
  mentor_company_id, mentee_company_id, status, place, announced_at, answer_by)
SELECT a.organization_id, gen_random_uuid(), a.program_id, a.id, b.id, a.person_id, b.person_id,
  x.id, y.id, x.company_id, y.company_id, 'proposed', %s, now(), now() + interval '7 days'
FROM participants_participant a, participants_participant b, organizations_employment x,
  organizations_employment y
WHERE a.id = %s AND b.id = %s AND x.person_id = a.person_id AND y.person_id = b.person_id
RETURNING id"""
DECLARE = """
INSERT INTO organizations_competitordeclaration (organization_id, id, company_id, competitor_id,
  declared_at) VALUES (%s, gen_random_uuid(), %s, %s, now())"""


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


def announce_and_look(dsn, organization, attempts, barrier, violations):
    """Announce, and before committing look whether a declaration was committed meanwhile."""
    connection, observer = psycopg2.connect(dsn), psycopg2.connect(dsn)
    observer.autocommit = True
    cursor, watching = connection.cursor(), observer.cursor()
    watching.execute(ENTER.replace("true", "false"), (organization, ""))
    for mentor, mentee in attempts:
        cursor.execute(ENTER, (organization, ""))
        cursor.execute(ANNOUNCE, (1, mentor, mentee))
        barrier.wait()
        for _ in range(40):
            watching.execute("SELECT count(*) FROM organizations_competitordeclaration")
        declared = watching.fetchone()[0]
        connection.commit()
        barrier.wait()
        violations.value += declared > 0
        watching.execute("DELETE FROM organizations_competitordeclaration")
        barrier.wait()
    connection.close()
    observer.close()


def declare(dsn, organization, companies, barrier):
    """Declare the two companies competitors as soon as their match is written, not committed."""
    connection = psycopg2.connect(dsn)
    cursor = connection.cursor()
    for first, second in companies:
        barrier.wait()
        cursor.execute(ENTER, (organization, ""))
        cursor.execute(DECLARE, (organization, first, second))
        connection.commit()
        barrier.wait()
        barrier.wait()
    connection.close()
