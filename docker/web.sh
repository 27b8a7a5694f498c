#!/bin/sh
# The web server, once the walls between organizations are seen to stand.
set -eu
python manage.py check_walls
exec python -m granian --interface wsgi --host 0.0.0.0 --port 8000 \
    --workers 2 --blocking-threads 1 --no-ws --respawn-failed-workers \
    mentoring.wsgi:application
