"""``python -m lawcheck``."""

from lawcheck.cli import main

if __name__ == "__main__":
    main()
