#!/usr/bin/env python
import os
import sys


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if arguments[1:] in (["version"], ["--version"]):  # of the archive; Django would tell its own
        import django

        from archive import __version__

        sys.stdout.write(f"archive {__version__}, Django {django.get_version()}, Python {sys.version.split()[0]}\n")
        return
    from django.core.management import execute_from_command_line

    execute_from_command_line(arguments)


if __name__ == "__main__":
    main(sys.argv)
