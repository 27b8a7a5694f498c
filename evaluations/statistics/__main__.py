"""python -m evaluations.statistics: see ``door``."""

from evaluations.statistics.door import main

if __name__ == "__main__":
    raise SystemExit(main())
