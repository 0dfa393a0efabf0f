"""The console script `medborger`. Nothing heavy is imported before it is needed."""

import argparse
import os
import sys

from medborger.config import sbom, serve

COMMANDS = {
    "serve": "serve pages and run errands on this machine",
    "demo": "make the database and fill it with a Danish demo",
    "invite": "invite a person: --admin E-MAIL makes an administrator",
    "import-case": "import a published case page as text",
    "organisations": "write organisations to a file or read them in: export FILE, import FILE",
    "network": "report on who works with whom, from two CSV files; needs no installation",
    "scan": "read all stored texts again for personal data, and say how many findings there are",
    "migrate": "bring the database up to date",
    "backup": "copy database and files into one file, while people work",
    "restore": "put such a copy back: all of it, or nothing",
    "check": "say what is wrong with this installation (--deploy before going live)",
    "sbom": "list what runs here, with versions, licences and hashes (CycloneDX)",
}


def main(arguments: list[str] | None = None) -> int:
    given = sys.argv[1:] if arguments is None else arguments
    parser = argparse.ArgumentParser(
        prog="medborger",
        description="A workplace for local forums, their recommendations, and what became of them.",
        epilog="`medborger COMMAND --help` tells more. Any other command of Django works too.",
    )
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, purpose in COMMANDS.items():
        if name == "serve":
            serve.add_arguments(commands.add_parser(name, help=purpose, description=purpose))
        else:
            commands.add_parser(name, help=purpose)
    if given[:1] != ["network"]:
        os.umask(0o077)  # database, files and letters are for nobody else on this machine
    if given[:1] == ["serve"] or not given or given[0].startswith("-"):
        return serve.run(parser.parse_args(given))
    if given[0] == "sbom":
        return sbom.run()
    return _network(given[1:]) if given[0] == "network" else _management(*given)


def _network(arguments: list[str]) -> int:
    from civicmetrics.networks.command import main  # noqa: PLC0415

    return main(arguments)


def _management(command: str, *arguments: str) -> int:
    from django.conf import settings  # noqa: PLC0415
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "medborger.config.settings")
    try:
        settings.INSTALLED_APPS  # noqa: B018  (read now, so that what is wrong is said in one line)
    except ImproperlyConfigured as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if command == "demo":
        execute_from_command_line(["medborger", "migrate", "--verbosity", "0"])
    execute_from_command_line(["medborger", command.replace("-", "_"), *arguments])
    return 0


if __name__ == "__main__":
    sys.exit(main())
