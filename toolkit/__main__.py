"""`python -m toolkit` is `grip`."""

from toolkit.cli import main

if __name__ == "__main__":
    main()
