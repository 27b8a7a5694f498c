"""python -m matching.engine: see ``door``."""

from matching.engine.door import main

if __name__ == "__main__":
    raise SystemExit(main())
