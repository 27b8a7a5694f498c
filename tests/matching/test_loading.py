"""What a web process loads before anybody solves anything."""

import subprocess
import sys

from django.conf import settings

SCRIPT = """
import sys
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

get_wsgi_application()
get_resolver().reverse_dict  # every module with addresses
assert "matching.engine.floors" in sys.modules
print(sorted(name for name in sys.modules if name.split(".")[0] == "scipy"))
"""


def test_scipy_is_not_loaded_with_the_addresses():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.returncode) == ("[]\n", 0), done.stderr
