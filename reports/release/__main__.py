"""python -m reports.release: see ``door``."""

from reports.release.door import main

if __name__ == "__main__":
    raise SystemExit(main())
