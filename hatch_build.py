"""What a wheel holds beside the code: styles, Danish, and civicmetrics' inner loops.

The inner loops are compiled when a C compiler is there; without one the wheel is pure. A plain
shared library read by ctypes: no Python headers, one file for every Python version. See docs/decisions/0010.
"""

import os
import platform
import shutil
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

FOLDER = "src/civicmetrics/networks"
FLAGS = ["-O2", "-fPIC", "-shared", "-ffp-contract=off", "-fno-math-errno"]


STATIC = os.environ.get("VAR_DIR", "var") + "/static"
MADE = {  # by `make ready`, and where the wheel has it
    STATIC: "medborger/collected",
    "locale/da/LC_MESSAGES/django.mo": "medborger/locale/da/LC_MESSAGES/django.mo",
    "requirements.lock": "medborger/requirements.lock",
    "package-lock.json": "medborger/package-lock.json",
}
PROOF = (f"{STATIC}/staticfiles.json", "locale/da/LC_MESSAGES/django.mo")


class WheelBuild(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel":
            return
        if version != "editable":
            self._add_what_is_made(build_data)
        if self._compiles_kernel():
            build_data["artifacts"].append(f"{FOLDER}/kernel.compiled")
            build_data["pure_python"] = False
            if version != "editable":
                tag = sysconfig.get_platform().replace("-", "_").replace(".", "_")
                build_data["tag"] = f"py3-none-{tag}"

    def _add_what_is_made(self, build_data: dict[str, Any]) -> None:
        missing = [path for path in PROOF if not Path(self.root, path).exists()]
        if missing:
            raise FileNotFoundError(f"{', '.join(missing)}: `make wheel` makes it first")
        build_data["force_include"].update(
            {str(Path(self.root, path)): target for path, target in MADE.items()}
        )

    def _compiles_kernel(self) -> bool:
        compiler = os.environ.get("CC") or shutil.which("cc") or shutil.which("gcc")
        if not compiler or platform.system() == "Windows":
            return False
        source, made = Path(self.root, FOLDER, "kernel.c"), Path(self.root, FOLDER, "kernel.new")
        run = subprocess.run(
            [*compiler.split(), *FLAGS, "-o", str(made), str(source), "-lm"],
            capture_output=True,
            text=True,
        )
        if run.returncode:
            self.app.display_warning(f"kernel not compiled, numpy will do: {run.stderr[-400:]}")
            return False
        made.replace(made.with_name("kernel.compiled"))  # who reads the old one keeps it
        return True
